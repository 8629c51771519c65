"""Food premises as the city sees them: visits with what they found, and what lay around."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, PLACE

food_visit = Table(
    "city.food_visit",
    "One row per inspection of a food premises, with its violations and the licence in force.",
    key=("inspection_id",),
    happened_at="visited_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection."),
        Column("premises_id", "string", "The premises: its licence number."),
        Column("visited_on", "date", "Day of the visit.", required=True),
        Column("kind", "string", "Why it took place: canvass, complaint, or another reason."),
        Column("is_canvass", "boolean", "Whether it was a routine visit that took place."),
        Column("failed", "boolean", "Whether the premises failed."),
        Column("critical", "int", "Critical violations, items 1 to 14.", rule="critical >= 0"),
        Column("serious", "int", "Serious violations, items 15 to 29.", rule="serious >= 0"),
        Column("minor", "int", "Minor violations, items 30 to 44.", rule="minor >= 0"),
        Column("critical_found", "boolean", "Whether there was a critical violation."),
        Column("facility", "string", "Kind of premises, by the city's code list."),
        Column("risk_class", "tinyint", "1 high, 2 medium, 3 low."),
        Column("zip", "string", "Postal code."),
        *PLACE,
        Column("chain", "string", "First two words of the name: branches of a chain share them."),
        Column("account_number", "string", "The owner's account on the licence in force."),
        Column("term_id", "string", "Licence term in force on the day; missing when none was."),
        KNOWN_AT,
    ),
)

food_premises = Table(
    "city.food_premises",
    "One row per food premises that any department knows: an inspected one, or a licensed one.",
    key=("premises_id",),
    owner="Health",
    columns=(
        Column("premises_id", "string", "The premises: its licence number."),
        Column("name", "string", "Name over the door at the last visit, else on the licence."),
        Column("address", "string", "Street address at the last visit."),
        Column("facility", "string", "Kind of premises, by the city's code list."),
        *PLACE,
        Column("first_visit_on", "date", "First visit on record."),
        Column("licensed_from", "date", "First day of its first licence term on record."),
    ),
)

food_visit_area = Table(
    "city.food_visit_area",
    "One row per inspection: the area it lies in, and how much its residents had complained of.",
    key=("inspection_id",),
    happened_at="visited_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection."),
        Column("premises_id", "string", "The premises: its licence number."),
        Column("visited_on", "date", "Day of the visit.", required=True),
        Column("community_area", "string", "Its community area; missing outside all of them."),
        Column(
            "complaint_ratio",
            "double",
            "Sanitation complaints per resident of the area, as a multiple of the city's: of the "
            "twelve months that were over a month before the visit's.",
            rule="complaint_ratio > 0",
        ),
        KNOWN_AT,
    ),
)

food_visit_surroundings = Table(
    "city.food_visit_surroundings",
    "One row per inspection: what other departments saw around it, replaying the published "
    "features of the City of Chicago's own model. For comparison only: it looks at the day of "
    "the visit itself, so no model reads it.",
    key=("inspection_id",),
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection."),
        Column("past_fail", "int", "1 when the visit before it failed, else 0."),
        Column("past_critical", "int", "Critical violations at the visit before it, else 0."),
        Column("past_serious", "int", "Serious violations at the visit before it, else 0."),
        Column("past_minor", "int", "Minor violations at the visit before it, else 0."),
        Column(
            "time_since_last", "double", "Years (365 days) since the visit before it, at most 2."
        ),
        Column("first_record", "int", "1 when there is no visit before it, else 0."),
        Column("precipitation", "double", "Mean precipitation of the three days before."),
        Column("temperature_max", "double", "Mean highest temperature of the three days before."),
        Column("wind_speed", "double", "Mean wind speed of the three days before."),
        Column("humidity", "double", "Mean humidity of the three days before."),
        Column("heat_sanitation", "double", "Density of sanitation complaints, last 90 days."),
        Column("heat_burglary", "double", "Density of burglaries, last 90 days."),
    ),
)
