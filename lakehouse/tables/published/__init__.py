"""What managers decide from: each result says which decision it serves and for whom."""

from lakehouse.tables.published.area import area_side_by_side
from lakehouse.tables.published.area_illness import areas_with_excess_risk
from lakehouse.tables.published.arrivals import arrivals_to_expect
from lakehouse.tables.published.background import deaths_of_heat_and_cold, incidents_that_repeat
from lakehouse.tables.published.corridors import bottlenecks, unreliable_corridors
from lakehouse.tables.published.crash_hours import hours_and_places_to_watch
from lakehouse.tables.published.environment import air_to_expect, beaches_to_close, traps_to_treat
from lakehouse.tables.published.fire import blocks_to_visit, buildings_to_visit
from lakehouse.tables.published.fits import what_capacity_brings, what_fits
from lakehouse.tables.published.food import inspections_this_week, premises_to_inspect_first
from lakehouse.tables.published.hazards import hazards_overdue
from lakehouse.tables.published.hospitals import hospitals_at_risk
from lakehouse.tables.published.incidents import places_needing_help_first
from lakehouse.tables.published.infections import health_clusters, infections_now, visits_now
from lakehouse.tables.published.load import hospital_load
from lakehouse.tables.published.pulse import city_pulse
from lakehouse.tables.published.risk import city_risk, district_risk
from lakehouse.tables.published.services import how_long_requests_take, what_each_district_gets
from lakehouse.tables.published.signals import health_alerts, service_alerts
from lakehouse.tables.published.speeds import speeds_to_expect, speeds_within_the_hour
from lakehouse.tables.published.streets import (
    crash_hot_spots,
    how_streets_are_judged,
    streets_to_make_safer,
    what_measures_did,
)
from lakehouse.tables.published.traffic import intersections_to_make_safer
from lakehouse.tables.published.trust import how_good_are_the_models, what_the_tables_mean

__all__ = [
    "air_to_expect",
    "area_side_by_side",
    "areas_with_excess_risk",
    "arrivals_to_expect",
    "beaches_to_close",
    "blocks_to_visit",
    "bottlenecks",
    "buildings_to_visit",
    "city_pulse",
    "city_risk",
    "crash_hot_spots",
    "deaths_of_heat_and_cold",
    "district_risk",
    "hazards_overdue",
    "health_alerts",
    "health_clusters",
    "hospital_load",
    "hospitals_at_risk",
    "hours_and_places_to_watch",
    "how_good_are_the_models",
    "how_long_requests_take",
    "how_streets_are_judged",
    "incidents_that_repeat",
    "infections_now",
    "inspections_this_week",
    "intersections_to_make_safer",
    "places_needing_help_first",
    "premises_to_inspect_first",
    "service_alerts",
    "speeds_to_expect",
    "speeds_within_the_hour",
    "streets_to_make_safer",
    "traps_to_treat",
    "unreliable_corridors",
    "visits_now",
    "what_capacity_brings",
    "what_each_district_gets",
    "what_fits",
    "what_measures_did",
    "what_the_tables_mean",
]
