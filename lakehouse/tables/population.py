"""What the population register knows: who lives where; for linkage and counts, never for scores."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, SOURCE

PERSONAL = "personal"

resident = Table(
    "population.resident",
    "One row per person of the register.",
    key=("resident_id",),
    happened_at="moved_in_on",
    paces=False,
    known_at="known_at",
    owner="Population",
    columns=(
        Column("resident_id", "string", "The register's number of the person.", grade=PERSONAL),
        Column("given_name", "string", "Given name.", grade=PERSONAL),
        Column("family_name", "string", "Family name.", grade=PERSONAL),
        Column("born_on", "date", "Day of birth.", grade=PERSONAL),
        Column("sex", "string", "f or m.", rule="sex in ('f', 'm')", grade=PERSONAL),
        Column("household_id", "string", "Number of the household.", grade=PERSONAL),
        Column("address", "string", "Street and number.", grade=PERSONAL),
        Column("moved_in_on", "date", "Day they moved in.", required=True, grade=PERSONAL),
        Column("latitude", "double", "Latitude of the home in degrees.", grade=PERSONAL),
        Column("longitude", "double", "Longitude of the home in degrees.", grade=PERSONAL),
        KNOWN_AT,
        *SOURCE,
    ),
)
