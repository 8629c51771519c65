"""What the city's service line knows: what residents complained about and reported."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import CALLER, KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

sanitation_request = Table(
    "services.sanitation_request",
    "One row per sanitation complaint as delivered; a request number may stand several times.",
    key=("row_id",),
    happened_at="created_on",
    known_at="known_at",
    owner="311 services",
    columns=(
        Column("row_id", "string", "Identity of the delivered row: its hash and number."),
        Column("request_number", "string", "Number of the request, not unique."),
        Column("created_on", "date", "Day of the complaint.", required=True),
        Column(
            "status",
            "string",
            "open or completed; with _duplicate when the city merged it into another.",
            rule="status in ('open', 'completed', 'open_duplicate', 'completed_duplicate')",
        ),
        Column("nature", "string", "What was complained about, as delivered."),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

abandoned_vehicle = Table(
    "services.abandoned_vehicle",
    "One row per report of an abandoned vehicle; equal rows are different reports.",
    key=("row_id",),
    happened_at="created_on",
    known_at="known_at",
    owner="311 services",
    columns=(
        Column("row_id", "string", "Identity of the delivered row: its hash and number."),
        Column("created_on", "date", "Day of the report.", required=True),
        Column("zip", "string", "Postal code."),
        Column("ward", "smallint", "Number of the ward.", rule="ward between 1 and 50"),
        Column("police_district", "string", "Number of the police district."),
        Column(
            "community_area",
            "smallint",
            "Number of the community area.",
            rule="community_area between 1 and 77",
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

request = Table(
    "services.request",
    "One row per request or report of a resident, duplicates of the same need included.",
    key=("request_id",),
    happened_at="created_on",
    known_at="known_at",
    owner="311 services",
    columns=(
        Column("request_id", "string", "Number of the request."),
        Column("created_on", "date", "Day it came in.", required=True),
        Column("created_at", "timestamp", "When it came in, local time."),
        Column(
            "closed_at",
            "timestamp",
            "When it was closed, as known at the last delivery.",
            changes_later=True,
        ),
        Column(
            "status",
            "string",
            "open, closed, or duplicate of another request.",
            rule="status in ('open', 'closed', 'duplicate')",
            required=True,
            changes_later=True,
        ),
        Column(
            "duplicate_of",
            "string",
            "Request that reported the same need first.",
            changes_later=True,
        ),
        Column("category", "string", "What it is about, as delivered."),
        Column("district", "string", "Number of the police district it lies in."),
        CALLER,
        Column(
            "description",
            "string",
            "What was said, word by word: names, numbers and plates may hide in it.",
            grade="personal",
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
