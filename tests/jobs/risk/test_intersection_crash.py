"""Every intersection is asked about in every year, with what was known of it before."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.intersection_crash import history, intersection_crash, waiting
from lakehouse.tables import city, transport
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
AS_OF = date(2018, 1, 1)
PLACES = """
    intersection_id | name       | latitude | longitude | known_at
    1               | Oak / Main | 41.8     | -87.6     | 2015-02-02
    2               | Elm / Main | 41.81    | -87.6     | 2017-02-02
    3               |            |          |           |
"""
CRASHES = """
    crash_id | intersection_id | worst_injury   | kind       | happened_on | known_at   | latitude | longitude
    start    |                 | fatal          | pedestrian | 2015-01-01  | 2015-01-02 | 41.802   | -87.6
    one      | 1               | fatal          | pedestrian | 2015-02-01  | 2015-02-02 | 41.8     | -87.6
    two      | 1               | not_evident    | cyclist    | 2016-01-01  | 2016-01-02 | 41.8     | -87.6
    unhurt   | 1               | none           | cyclist    | 2016-02-01  | 2016-02-02 | 41.8     | -87.6
    three    | 2               | not_evident    | cyclist    | 2017-02-01  | 2017-02-02 | 41.81    | -87.6
    late     | 2               | not_evident    | cyclist    | 2017-12-31  | 2018-01-01 | 41.81    | -87.6
    after    | 2               | not_evident    | cyclist    | 2018-03-01  | 2018-03-02 | 41.81    | -87.6
"""
EXPECTED = """
    case_id string | intersection_id int | latitude double | longitude double | happened_on date | known_at date | outcome int
    1              | 1                   | 41.8            | -87.6            | 2017-01-01       | 2017-12-31    | 0
    1              | 1                   | 41.8            | -87.6            | 2016-01-01       | 2016-12-31    | 1
    2              | 2                   |                 |                  | 2017-01-01       | 2017-12-31    | 1
    2              | 2                   |                 |                  | 2016-01-01       | 2016-12-31    | 0
    3              | 3                   |                 |                  | 2017-01-01       | 2017-12-31    | 0
    3              | 3                   |                 |                  | 2016-01-01       | 2016-12-31    | 0
"""


def test_history_is_every_intersection_in_every_year_but_the_first(table_of: TableOf) -> None:
    made = history(
        table_of(CRASHES, transport.pedestrian_cyclist_crash),
        table_of(PLACES, city.intersection),
        AS_OF,
    )
    assert_df_equality(made, table_of(EXPECTED), ignore_row_order=True, ignore_nullable=True)


def test_every_intersection_waits_and_its_place_is_told_by_then(table_of: TableOf) -> None:
    places = table_of(PLACES, city.intersection)
    told = {r["intersection_id"]: r["latitude"] for r in waiting(places, AS_OF).collect()}
    assert told == {1: 41.8, 2: 41.81, 3: None}
    before = {
        r["intersection_id"]: r["latitude"] for r in waiting(places, date(2016, 1, 1)).collect()
    }
    assert before == {1: 41.8, 2: None, 3: None}


@pytest.fixture
def features(table_of: TableOf) -> dict[str, Any]:
    """The features of intersection 1 as of the day."""
    crashes = table_of(CRASHES, transport.pedestrian_cyclist_crash)
    corridor = """
        intersection_id | street | street_place | crash_id | metres | happened_on | known_at
        1               | Main   | 2            | three    | 1000   | 2017-02-01  | 2017-02-02
        1               | Main   | 2            | after    | 1000   | 2018-03-01  | 2018-03-02
    """
    cohort = waiting(table_of(PLACES, city.intersection), AS_OF).select(
        F.col("intersection_id").cast("string").alias("case_id"),
        "intersection_id",
        "latitude",
        "longitude",
        F.lit(AS_OF).alias("as_of"),
    )
    facts = {
        "transport.pedestrian_cyclist_crash": crashes,
        "city.corridor_crash": table_of(corridor, city.corridor_crash),
    }
    made = with_features(cohort, intersection_crash.features, facts)
    (row,) = made.where("intersection_id = 1").collect()
    return dict(row.asDict())


def test_features_count_injuries_by_year_back(features: dict[str, Any]) -> None:
    assert features["last_year"] == 0
    assert features["last_three_years"] == features["all_years"] == 2
    years = 1096 / 365.25
    weights = (1 - 0.8**years) / 0.2
    assert features["weighted_rate"] == pytest.approx((0.8 + 0.8**2) / weights)
    assert features["record_years"] == pytest.approx(years)
    assert features["faded_years"] == pytest.approx((1 - 0.9**years) / 0.1053605, rel=1e-5)


def test_features_look_along_the_streets(features: dict[str, Any]) -> None:
    faded = 0.9 ** (334 / 365.25) * 0.6065307
    assert features["street_busier"] == pytest.approx(faded / features["faded_years"], rel=1e-6)
    assert features["street_quieter"] == 0


def test_features_look_around_without_what_happened_here(features: dict[str, Any]) -> None:
    near = 0.9 ** (1096 / 365.25) * math.exp(-(0.002**2) / (2 * 0.0025**2))
    assert features["around"] == pytest.approx(near / features["faded_years"], rel=1e-6)
    assert features["between"] == pytest.approx(features["around"], rel=1e-6)
