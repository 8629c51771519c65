"""What the health department knows: inspections of food premises and what they found."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

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
