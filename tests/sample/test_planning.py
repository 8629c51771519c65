"""The areas of the city fill it without gap or overlap, and share their borders exactly."""

import json
from collections import Counter

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from lakehouse.sample import planning
from lakehouse.sample.city import City, build_city

KINDS = ("neighbourhoods", "districts", "wards", "tracts")


@pytest.fixture(scope="module")
def plan() -> City:
    return build_city(41)


@pytest.fixture(scope="module")
def drawn(plan: City) -> dict[str, pd.DataFrame]:
    return planning.draw(plan)


def shapes(frame: pd.DataFrame) -> list[shapely.Geometry]:
    return [shape(json.loads(text)) for text in frame["geometry"]]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_fills_the_city_without_overlap(
    kind: str, drawn: dict[str, pd.DataFrame]
) -> None:
    found = shapes(drawn[kind])
    whole = shapely.union_all(found)
    assert whole.equals(shapely.box(4.20, 52.00, 4.45, 52.12))
    assert sum(s.area for s in found) == pytest.approx(whole.area, rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_have_the_same_points_on_their_common_border(
    kind: str, drawn: dict[str, pd.DataFrame]
) -> None:
    edges = Counter(
        frozenset(pair)
        for area in shapes(drawn[kind])
        for pair in zip(area.exterior.coords[:-1], area.exterior.coords[1:], strict=True)
    )
    hull = shapely.box(4.20, 52.00, 4.45, 52.12).exterior
    alone = [edge for edge, times in edges.items() if times == 1]
    assert alone and all(hull.covers(shapely.LineString(sorted(edge))) for edge in alone)
    assert max(edges.values()) == 2


def test_outlines_run_anticlockwise(drawn: dict[str, pd.DataFrame]) -> None:
    assert all(s.exterior.is_ccw for kind in KINDS for s in shapes(drawn[kind]))


def test_the_neighbourhoods_are_those_of_the_plan(
    plan: City, drawn: dict[str, pd.DataFrame]
) -> None:
    found = shapes(drawn["neighbourhoods"])
    place = plan.neighbourhood
    assert all(
        s.contains(shapely.Point(p))
        for s, p in zip(found, place[["lon", "lat"]].to_numpy(), strict=True)
    )
    wards = shapes(drawn["wards"])
    mine = [wards[w - 1] for w in place["ward"]]
    assert all(ward.covers(s) for ward, s in zip(mine, found, strict=True))


def test_people_are_about_those_of_the_plan(plan: City, drawn: dict[str, pd.DataFrame]) -> None:
    people = drawn["population"].pivot(index="buurt_nr", columns="jaar", values="inwoners")
    assert people[2020].sum() == pytest.approx(49_000, rel=0.03)
    assert (people > 0).all(axis=None) and people[2010].sum() < people[2020].sum()
    assert len(people) == len(plan.areas)
    assert drawn["neighbourhood_names"]["naam"].equals(plan.neighbourhood["name"])
