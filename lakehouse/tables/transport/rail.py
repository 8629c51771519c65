"""Rail stations and who enters them."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

rail_station = Table(
    "transport.rail_station",
    "One row per rail station.",
    key=("station_id",),
    owner="Transport",
    columns=(
        Column("station_id", "string", "Number of the station."),
        Column("name", "string", "Its name, which several stations may share.", required=True),
        Column("lines", "array<string>", "Lines that stop there, by their colour."),
        Column("is_accessible", "boolean", "Whether a wheelchair can enter."),
        LATITUDE,
        LONGITUDE,
        *SOURCE,
    ),
)

rail_entry = Table(
    "transport.rail_entry",
    "One row per rail station and day.",
    key=("station_id", "day"),
    happened_at="day",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("day", "date", "The day.", required=True),
        Column("station_id", "string", "Number of the station."),
        Column("entries", "int", "People who entered.", rule="entries >= 0", required=True),
        KNOWN_AT,
        *SOURCE,
    ),
)
