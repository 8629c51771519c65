"""Six whole cities of crashes, drawn once; on none of these seeds was a strength chosen."""

from dataclasses import dataclass

import pandas as pd
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.transport.events import happened
from lakehouse.sample.transport.sites import node_sites, segment_sites

SEEDS = (200, 201, 202, 203, 204, 205)


@dataclass(frozen=True)
class Drawn:
    """A city, its crashes and measures, and the truth about its sites."""

    city: City
    crash: pd.DataFrame
    measure: pd.DataFrame
    segment: pd.DataFrame
    node: pd.DataFrame


def draw_city(seed: int) -> Drawn:
    city = build_city(seed)
    both = [happened(city, area) for area in city.areas]
    segments = [segment_sites(city, area) for area in city.areas]
    nodes = [node_sites(city, area) for area in city.areas]
    parts = ([c for c, _ in both], [m for _, m in both], segments, nodes)
    return Drawn(city, *(pd.concat(part, ignore_index=True) for part in parts))


@pytest.fixture(scope="session")
def cities() -> list[Drawn]:
    return [draw_city(seed) for seed in SEEDS]
