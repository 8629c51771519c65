"""Crashes along a street reach its other intersections, once both are known."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pyspark.sql import DataFrame

from jobs.city.corridor_crash import corridor_crash
from lakehouse.checks.conform import conform
from lakehouse.tables import city, transport

TableOf = Callable[..., DataFrame]
PLACES = """
    intersection_id | name       | latitude | longitude | known_at
    1               | Oak / Main | 41.80    | -87.60    | 2014-01-02
    2               | Elm / Main | 41.81    | -87.60    | 2016-01-02
    3               | Main / Far | 41.90    | -87.60    | 2014-01-02
    4               | Oak / Side | 41.80    | -87.61    | 2014-01-02
    5               |            |          |           |
"""
CRASHES = """
    crash_id | intersection_id | intersection | worst_injury | happened_on | known_at   | latitude | longitude
    hurt     | 1               | Oak / Main   | fatal        | 2015-01-01  | 2015-01-02 | 41.80    | -87.60
    unhurt   | 1               | Oak / Main   | none         | 2015-01-01  | 2015-01-02 | 41.80    | -87.60
    between  |                 |              | fatal        | 2015-01-01  | 2015-01-02 | 41.80    | -87.60
"""


@pytest.fixture
def made(table_of: TableOf) -> dict[int, dict[str, object]]:
    frame = corridor_crash(
        table_of(CRASHES, transport.pedestrian_cyclist_crash), table_of(PLACES, city.intersection)
    )
    rows = conform(frame, city.corridor_crash).collect()
    assert len({r["intersection_id"] for r in rows}) == len(rows)
    return {r["intersection_id"]: r.asDict() for r in rows}


def test_an_injury_crash_reaches_the_intersections_of_its_streets_within_2_km(
    made: dict[int, dict[str, object]],
) -> None:
    assert set(made) == {2, 4}
    assert made[2]["street"] == "Main" and made[2]["street_place"] == 2
    assert made[4]["street"] == "Oak" and made[4]["street_place"] == 1
    assert made[2]["metres"] == pytest.approx(1111.95, abs=0.1)
    assert made[4]["metres"] == pytest.approx(829, abs=2)


def test_it_is_known_once_crash_and_place_are(made: dict[int, dict[str, object]]) -> None:
    assert made[4]["known_at"] == date(2015, 1, 2)
    assert made[2]["known_at"] == date(2016, 1, 2)
