"""All that is drawn of a made-up city, under one name, and its results together."""

from __future__ import annotations

import pandas as pd

from tests.portal.drawn_alerts import alerts, many_alerts, withheld
from tests.portal.drawn_arrivals import arrivals
from tests.portal.drawn_illness import beds, clusters, heat, hospitals, infections, visits
from tests.portal.drawn_lists import air, beaches, fits, hazards, intersections, lamps, traps, week
from tests.portal.drawn_places import AREAS, NAMES, outlines
from tests.portal.drawn_risk import city_pulse, city_risk, not_combined, side_by_side
from tests.portal.drawn_roads import hours, speeds
from tests.portal.drawn_services import repeats, served, services, waits

__all__ = [
    "AREAS",
    "NAMES",
    "air",
    "alerts",
    "arrivals",
    "beaches",
    "beds",
    "city_pulse",
    "city_risk",
    "clusters",
    "everything",
    "fits",
    "hazards",
    "heat",
    "hospitals",
    "hours",
    "infections",
    "intersections",
    "lamps",
    "many_alerts",
    "not_combined",
    "outlines",
    "repeats",
    "served",
    "services",
    "side_by_side",
    "speeds",
    "traps",
    "waits",
    "week",
    "withheld",
]


def everything(codes: tuple[str, ...] = AREAS) -> dict[str, pd.DataFrame]:
    """All results but the food list and the tables about tables, by last name."""
    return {
        "intersections_to_make_safer": intersections(codes=codes),
        "health_alerts": alerts(),
        "hospital_load": beds(),
        "hospitals_at_risk": hospitals(),
        "arrivals_to_expect": arrivals(),
        "infections_now": infections(),
        "visits_now": visits(),
        "health_clusters": clusters(),
        "deaths_of_heat_and_cold": heat(),
        "beaches_to_close": beaches(codes=codes),
        "traps_to_treat": traps(codes=codes),
        "air_to_expect": air(codes=codes),
        "area_side_by_side": side_by_side(),
        "lamps_to_mend_first": lamps(),
        "hours_and_places_to_watch": hours(),
        "speeds_to_expect": speeds(),
        "city_risk": city_risk(),
        "district_risk": city_risk("police_district", {"1": "First", "2": "Second"}),
        "city_pulse": city_pulse(),
    }
