"""How many people of each age live in each area."""

from lakehouse.declare import Column, Table

AGE_BANDS = ("0-4", "5-17", "18-44", "45-64", "65-79", "80+")
AGE_BAND = Column("age_band", "string", "Age in bands of years.", rule=f"age_band in {AGE_BANDS}")

area_age_population = Table(
    "city.area_age_population",
    "One row per community area and age band: residents of the register, on its last day.",
    key=("community_area", "age_band"),
    owner="Population",
    columns=(
        Column("community_area", "string", "Number of the community area."),
        AGE_BAND,
        Column("people", "int", "Residents.", grade="confidential", rule="people > 0"),
    ),
)
