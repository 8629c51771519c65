"""What the transport departments know: streets and traffic, crashes, and rail stations."""

from lakehouse.tables.transport.crash import crash, pedestrian_cyclist_crash
from lakehouse.tables.transport.crash_count import (
    crash_count_community_area,
    crash_count_intersection,
    crash_count_police_district,
    crash_count_tract,
)
from lakehouse.tables.transport.rail import rail_entry, rail_station
from lakehouse.tables.transport.street import road_measure, street_segment
from lakehouse.tables.transport.traffic import (
    detector,
    detector_hour,
    detector_quarter_hour,
    traffic_count,
)

__all__ = [
    "crash",
    "crash_count_community_area",
    "crash_count_intersection",
    "crash_count_police_district",
    "crash_count_tract",
    "detector",
    "detector_hour",
    "detector_quarter_hour",
    "pedestrian_cyclist_crash",
    "rail_entry",
    "rail_station",
    "road_measure",
    "street_segment",
    "traffic_count",
]
