"""What the ambulance service knows: its runs, and serious harm per neighbourhood and year."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

run = Table(
    "ambulance.run",
    "One row per run of an ambulance.",
    key=("run_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Ambulance",
    columns=(
        Column("run_id", "string", "The ambulance service's number of the run."),
        Column("happened_on", "date", "Day of the call.", required=True),
        Column("called_at", "timestamp", "When it was called, local time."),
        Column("arrived_at", "timestamp", "When it arrived, local time."),
        Column("reason", "string", "Why it was called, as delivered."),
        Column("is_urgent", "boolean", "Whether it was sent with the highest urgency."),
        Column("patient_given", "string", "Given name, as heard.", grade="personal"),
        Column("patient_family", "string", "Family name, as heard.", grade="personal"),
        Column("patient_born_on", "date", "Day of birth, as told.", grade="personal"),
        Column("address", "string", "Where to, as heard; a home.", grade="personal"),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

serious_harm = Table(
    "ambulance.serious_harm",
    "One row per neighbourhood and year: people who died of or were gravely hurt by what several "
    "departments could have prevented.",
    key=("community_area", "ends_on"),
    happened_at="ends_on",
    known_at="known_at",
    owner="Ambulance",
    columns=(
        Column("community_area", "smallint", "Number of the neighbourhood, from 1."),
        Column("ends_on", "date", "Last day of the year.", required=True),
        Column("residents", "int", "People who lived there.", rule="residents >= 0"),
        Column("people", "int", "People gravely hurt.", rule="people >= 0", required=True),
        KNOWN_AT,
        *SOURCE,
    ),
)
