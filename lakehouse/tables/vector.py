"""What vector control knows: mosquitoes caught, the virus they carry, and where trucks sprayed."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

mosquito_catch = Table(
    "vector.mosquito_catch",
    "One row per part of a catch: some 50 mosquitoes of a species from a trap on a day. Equal "
    "rows are parts of one catch and are added up.",
    key=("row_id",),
    happened_at="caught_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("row_id", "string", "Identity of the delivered row: its hash and number."),
        Column("caught_on", "date", "Day the trap was emptied.", required=True),
        Column("trap", "string", "Number of the trap.", required=True),
        Column("species", "string", "Species of mosquito.", required=True),
        Column(
            "mosquitoes",
            "smallint",
            "Mosquitoes in this part of the catch.",
            rule="mosquitoes >= 1",
            required=True,
        ),
        Column(
            "virus_found", "boolean", "Whether this part carried West Nile virus.", required=True
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

spraying = Table(
    "vector.spraying",
    "One row per reading of a spraying truck's tracker, every ten seconds.",
    key=("row_id",),
    happened_at="sprayed_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("row_id", "string", "Identity of the delivered row: its hash and number."),
        Column("sprayed_on", "date", "Day of the spraying.", required=True),
        Column("sprayed_at", "timestamp", "Local time of the reading; missing on some rows."),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
