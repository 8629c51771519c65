"""All that the transport department delivers of a neighbourhood, and what is true there."""

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.transport.detectors import detector_hours, detectors
from lakehouse.sample.transport.events import EFFECTS, happened
from lakehouse.sample.transport.network import street_segments, traffic_counts
from lakehouse.sample.transport.quarters import detector_quarters
from lakehouse.sample.transport.registers import numbered, police_register, safety_register
from lakehouse.sample.transport.sites import node_sites, segment_sites

RATES = ["site_effect", "is_black_spot", "explained", "true_rate", "excess"]
WALKED = ["walker_effect", "walker_explained", "walker_rate", "walker_excess"]


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The faultless rows of every delivery, and the truth about sites, measures and detectors."""
    hour, fault = detector_hours(city, area)
    detector = detectors(city, area)
    return drawn_streets(city, area) | {
        "detectors": detector,
        "detector_hours": hour,
        "detector_quarter_hours": detector_quarters(city, area),
        "truth/detector": detector[["detector_no", "aadt", "free_speed", "is_bottleneck"]],
        "truth/detector_fault": fault,
    }


def drawn_streets(city: City, area: int) -> dict[str, pd.DataFrame]:
    """What is delivered, and true, of streets and their crashes: all but the detectors."""
    crash, built = happened(city, area)
    crash = numbered(city, area, crash)
    measure = built.assign(
        measure_no=[f"M{area:04d}{i:02d}" for i in range(len(built))],
        intersection_no=built["node"],
        streets=built["name"],
        effect=built["kind"].map(EFFECTS),
    )
    told = crash[crash["hits_walker"]]
    segment, node = segment_sites(city, area), node_sites(city, area)
    return {
        "crashes": police_register(city, area, crash),
        "pedestrian_cyclist_crashes": safety_register(crash),
        "road_measures": measure,
        "street_segments": street_segments(city, area),
        "traffic_counts": traffic_counts(city, area),
        "truth/street_segment": segment[["segment", "area", "kind", "aadt", "length", *RATES]],
        "truth/intersection": node[["node", "area", "major", "minor", *RATES, *WALKED]],
        "truth/same_crash": told[["crash_no", "record_no"]],
        "truth/crash_site": crash[["crash_no", "segment", "node"]],
        "truth/road_measure": measure[["measure_no", "node", "kind", "before", "effect"]],
    }


def black_spots(city: City) -> dict[str, pd.DataFrame]:
    """The planted black spots, of each kind those with the largest true excess first.

    Segments, intersections, and these again by their crashes of walkers and cyclists:
    `site_kind`, `site`, `true_rate`, `excess`.
    """
    road = pd.concat(segment_sites(city, a) for a in city.areas)
    node = pd.concat(node_sites(city, a) for a in city.areas)
    road, node = (sites[sites["is_black_spot"]] for sites in (road, node))
    found = []
    for kind, sites in (
        ("segment", road[["segment", "true_rate", "excess"]]),
        ("intersection", node[["node", "true_rate", "excess"]]),
        ("intersection_walkers", node[["node", "walker_rate", "walker_excess"]]),
    ):
        sites = sites.set_axis(["site", "true_rate", "excess"], axis=1)
        worst = sites.sort_values("excess", ascending=False, kind="stable")
        found.append(worst.assign(site_kind=kind))
    return {"truth/black_spot": pd.concat(found, ignore_index=True)}
