"""What is measured in water and air: bacteria at beaches, the level of the lake, dust and ozone."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

beach_sample = Table(
    "environment.beach_sample",
    "One row per beach and day on which its water was sampled.",
    key=("beach", "sampled_on"),
    happened_at="sampled_on",
    known_at="known_at",
    owner="Parks",
    columns=(
        Column("beach", "string", "Short name of the beach."),
        Column("sampled_on", "date", "Day the water was sampled.", required=True),
        Column(
            "ecoli",
            "double",
            "Escherichia coli, colony-forming units per 100 ml.",
            rule="ecoli >= 0",
            required=True,
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)

beach_name = Table(
    "environment.beach_name",
    "One row per spelling of a beach's name in any year, with the place it stands for.",
    key=("spelling",),
    owner="Parks",
    columns=(
        Column("spelling", "string", "Name as it was written."),
        Column("name", "string", "Today's name; missing when the place is not known."),
        Column("short_name", "string", "Short name, which the samples use."),
        LATITUDE,
        LONGITUDE,
        Column("is_north", "boolean", "Whether it lies on the north side."),
        Column(
            "observations_lost",
            "int",
            "Readings given up because the place is not known.",
            rule="observations_lost > 0",
        ),
        *SOURCE,
    ),
)

lake_level_day = Table(
    "environment.lake_level_day",
    "One row per day at the gauge of the lake.",
    key=("day",),
    happened_at="day",
    known_at="known_at",
    owner="Weather service",
    columns=(
        Column("day", "date", "The day.", required=True),
        Column(
            "level",
            "double",
            "Water level in feet above the datum of the gauge.",
            rule="level between -100 and 20000",
            required=True,
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)

air_day = Table(
    "environment.air_day",
    "One row per air station and day.",
    key=("station", "day"),
    happened_at="day",
    known_at="known_at",
    owner="Environment",
    columns=(
        Column("station", "string", "Number of the station."),
        Column("day", "date", "The day.", required=True),
        Column(
            "pm25",
            "double",
            "Fine dust (PM2.5), mean of the day, micrograms per cubic metre.",
            rule="pm25 between 0 and 1000",
        ),
        Column(
            "ozone",
            "double",
            "Ozone, highest mean of eight hours, micrograms per cubic metre.",
            rule="ozone between 0 and 1000",
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
