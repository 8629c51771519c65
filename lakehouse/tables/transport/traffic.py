"""How much traffic there is, and how fast it flows."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

traffic_count = Table(
    "transport.traffic_count",
    "One row per segment and day on which its traffic was counted; most were never counted.",
    key=("segment_id", "counted_on"),
    happened_at="counted_on",
    known_at="known_at",
    owner="Transport",
    paces=False,
    columns=(
        Column("segment_id", "int", "Number of the street segment.", rule="segment_id >= 1"),
        Column("counted_on", "date", "Day on which the count ended.", required=True),
        Column("method", "string", "tube, camera or radar."),
        Column(
            "aadt",
            "int",
            "Annual average daily traffic, vehicles a day, estimated from the count.",
            rule="aadt >= 0",
            required=True,
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)

detector = Table(
    "transport.detector",
    "One row per detector in the road.",
    key=("detector_id",),
    owner="Transport",
    columns=(
        Column("detector_id", "string", "Number of the detector."),
        Column("segment_id", "int", "Street segment in which it lies.", required=True),
        Column("speed_limit", "smallint", "Posted limit, miles per hour.", rule="speed_limit > 0"),
        LATITUDE,
        LONGITUDE,
        *SOURCE,
    ),
)

detector_hour = Table(
    "transport.detector_hour",
    "One row per detector and hour, as measured: hours are missing, and values may be stuck.",
    key=("detector_id", "day", "hour"),
    happened_at="day",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("detector_id", "string", "Number of the detector."),
        Column("day", "date", "The day.", required=True),
        Column("hour", "tinyint", "Hour of the day, local time.", rule="hour between 0 and 23"),
        Column("vehicles", "int", "Vehicles that passed.", rule="vehicles >= 0"),
        Column("speed", "double", "Their mean speed, miles per hour.", rule="speed >= 0"),
        KNOWN_AT,
        *SOURCE,
    ),
)

detector_quarter_hour = Table(
    "transport.detector_quarter_hour",
    "One row per detector and quarter hour, as measured: some are missing, values may be stuck.",
    key=("detector_id", "day", "hour", "minute"),
    happened_at="day",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("detector_id", "string", "Number of the detector."),
        Column("day", "date", "The day.", required=True),
        Column("hour", "tinyint", "Hour of the day, local time.", rule="hour between 0 and 23"),
        Column(
            "minute",
            "tinyint",
            "Minute of that hour at which the quarter hour begins.",
            rule="minute in (0, 15, 30, 45)",
        ),
        Column("vehicles", "int", "Vehicles that passed.", rule="vehicles >= 0"),
        Column("speed", "double", "Their mean speed, miles per hour.", rule="speed >= 0"),
        KNOWN_AT,
        *SOURCE,
    ),
)
