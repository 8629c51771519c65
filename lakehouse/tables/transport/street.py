"""The street network, and what was done to make it safer."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

ROAD_CLASSES = ("arterial", "collector", "local")

street_segment = Table(
    "transport.street_segment",
    "One row per street segment: the stretch of a street between two intersections.",
    key=("segment_id",),
    owner="Transport",
    columns=(
        Column("segment_id", "int", "Number of the segment.", rule="segment_id >= 1"),
        Column("street", "string", "Its street.", required=True),
        Column(
            "road_class",
            "string",
            "arterial, collector or local.",
            rule=f"road_class in {ROAD_CLASSES}",
            required=True,
        ),
        Column("from_intersection_id", "int", "Intersection at one end.", required=True),
        Column("to_intersection_id", "int", "Intersection at the other end.", required=True),
        Column("metres", "double", "Its length in metres.", rule="metres > 0", required=True),
        Column("speed_limit", "smallint", "Posted limit, miles per hour.", rule="speed_limit > 0"),
        Column(
            "geometry", "string", "Its line as a GeoJSON geometry, WGS 84 degrees.", required=True
        ),
        *SOURCE,
    ),
)

road_measure = Table(
    "transport.road_measure",
    "One row per measure that was taken at an intersection.",
    key=("measure_id",),
    happened_at="completed_on",
    known_at="known_at",
    owner="Transport",
    paces=False,
    columns=(
        Column("measure_id", "string", "Number of the measure."),
        Column("kind", "string", "What was done, by the city's code list.", required=True),
        Column("intersection_id", "int", "Intersection where it was taken.", required=True),
        Column("intersection", "string", "Streets that meet there, parted by ' / '."),
        Column("decided_on", "date", "Day of the decision.", rule="decided_on <= completed_on"),
        Column("completed_on", "date", "Day from which it was in place.", required=True),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
