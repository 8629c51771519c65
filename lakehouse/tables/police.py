"""What the police know: reported incidents, by block, never by person."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

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

incident = Table(
    "police.incident",
    "One row per incident the police recorded, told by somebody or found by a patrol.",
    key=("incident_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Police",
    columns=(
        Column("incident_id", "string", "The police's number of the incident."),
        Column("happened_on", "date", "Day it happened.", required=True),
        Column("reported_on", "date", "Day the police learned of it."),
        Column("kind", "string", "What happened, as delivered."),
        Column(
            "is_discovered",
            "boolean",
            "Whether a patrol found it: such rows say where patrols go, so no model learns from "
            "them without a correction.",
            required=True,
            tells_discovered=True,
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

call = Table(
    "police.call",
    "One row per call for the police.",
    key=("call_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Police",
    columns=(
        Column("call_id", "string", "The police's number of the call."),
        Column("happened_on", "date", "Day of the call.", required=True),
        Column("called_at", "timestamp", "When it came in, local time."),
        Column("on_scene_at", "timestamp", "When the first unit arrived; missing if none went."),
        Column("kind", "string", "What it was about, as delivered."),
        Column("priority", "tinyint", "1 is the most urgent.", rule="priority between 1 and 3"),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
