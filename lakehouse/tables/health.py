"""What the health department knows: food premises, and who came to hospitals and laboratories."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

# A patient's number is a pseudonym; it stays a person's, and so does what the person said.
PATIENT = Column("patient", "string", "Pseudonym of the patient.", grade="personal")
HOSPITAL = Column("hospital_id", "string", "Number of the hospital; missing where it is not told.")
AGE_BAND = Column("age_band", "string", "Age of the patient in bands.", grade="personal")
LIVES_IN = (
    Column("neighbourhood", "string", "Code of the patient's neighbourhood.", grade="confidential"),
    Column("district", "string", "Number of the district that the neighbourhood lies in."),
    Column(
        "community_area",
        "string",
        "Number of the community area that the neighbourhood is.",
        grade="confidential",
    ),
)

food_inspection = Table(
    "health.food_inspection",
    "One row per inspection of a food premises.",
    key=("inspection_id",),
    happened_at="inspected_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The department's number of the inspection."),
        Column("licence_number", "string", "Licence the premises trades under, across renewals."),
        Column("name", "string", "Name over the door."),
        Column("chain", "string", "First two words of the name: branches of a chain share them."),
        Column("facility", "string", "Kind of premises, in the city's words."),
        Column(
            "risk_class",
            "tinyint",
            "Risk class of the premises: 1 high, 2 medium, 3 low.",
            rule="risk_class between 1 and 3",
        ),
        Column("address", "string", "Street address as delivered."),
        Column("zip", "string", "Postal code."),
        Column("inspected_on", "date", "Day of the visit.", required=True),
        Column("kind", "string", "Why the visit took place: canvass is the routine one."),
        Column(
            "result",
            "string",
            "pass, pass_with_conditions, fail, or other.",
            rule="result in ('pass', 'pass_with_conditions', 'fail', 'other')",
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

food_violation = Table(
    "health.food_violation",
    "One row per item of the code that an inspection found violated.",
    key=("inspection_id", "item"),
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection that found it."),
        Column(
            "item",
            "smallint",
            "Number in the food code: 1-14 critical, 15-29 serious, 30-44 and 70 minor.",
            rule="item between 1 and 44 or item = 70",
        ),
        Column("found", "smallint", "How many times it was found.", rule="found > 0"),
        *SOURCE,
    ),
)

emergency_visit = Table(
    "health.emergency_visit",
    "One row per visit to an emergency department.",
    key=("visit",),
    happened_at="arrived_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("visit", "string", "Number of the visit.", grade="confidential"),
        PATIENT,
        HOSPITAL,
        AGE_BAND,
        Column(
            "syndrome",
            "string",
            "respiratory, gastrointestinal, heat, injury or other.",
            rule="syndrome in ('respiratory', 'gastrointestinal', 'heat', 'injury', 'other')",
            required=True,
        ),
        Column("complaint", "string", "What the patient came with, in words.", grade="personal"),
        Column("arrived_at", "timestamp", "When the patient arrived, local time.", required=True),
        Column("arrived_on", "date", "Day of the arrival.", required=True),
        *LIVES_IN,
        Column("known_at", "date", "Day the hospital reported it.", "known_at >= arrived_on", True),
        *SOURCE,
    ),
)

laboratory_report = Table(
    "health.laboratory_report",
    "One row per report of a notifiable germ that a laboratory found.",
    key=("report",),
    happened_at="specimen_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("report", "string", "Number of the report.", grade="confidential"),
        Column("disease", "string", "The germ that was found.", required=True),
        Column("specimen_on", "date", "Day the specimen was taken.", required=True),
        *LIVES_IN,
        Column(
            "known_at", "date", "Day the laboratory reported it.", "known_at >= specimen_on", True
        ),
        *SOURCE,
    ),
)

admission = Table(
    "health.admission",
    "One row per stay in a hospital that has ended.",
    key=("admission",),
    happened_at="admitted_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("admission", "string", "Number of the stay.", grade="confidential"),
        PATIENT,
        HOSPITAL,
        AGE_BAND,
        Column("diagnosis_group", "string", "Group of the main diagnosis.", grade="personal"),
        Column("intensive_care", "boolean", "Whether it was spent in intensive care."),
        Column("ventilated", "boolean", "Whether a ventilator was used."),
        Column("admitted_on", "date", "First day.", required=True),
        Column("discharged_on", "date", "Last day.", "discharged_on >= admitted_on", True),
        Column("nights", "int", "Length of the stay in nights.", rule="nights >= 0"),
        *LIVES_IN,
        KNOWN_AT,
        *SOURCE,
    ),
)
