"""What the police know: reported incidents, by block, never by person."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, SOURCE

burglary = Table(
    "police.burglary",
    "One row per reported burglary.",
    key=("burglary_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Police",
    columns=(
        Column("burglary_id", "string", "The police's number of the report."),
        Column("happened_on", "date", "Day it happened.", required=True),
        Column("place", "string", "Kind of place, as delivered."),
        Column("latitude", "double", "Latitude of the block.", rule="latitude between -90 and 90"),
        Column(
            "longitude",
            "double",
            "Longitude of the block.",
            rule="longitude between -180 and 180",
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)
