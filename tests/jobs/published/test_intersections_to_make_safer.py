"""The published list has every intersection in order, with the record known by the day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.intersections_to_make_safer import intersections_to_make_safer
from lakehouse.checks.conform import conform
from lakehouse.tables import city, published, risk, transport

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 1, 1)
SCORES = """
    intersection_id | rank | expected | as_of      | model_version
    2               | 2    | 0.1      | 2020-01-01 | 3
    7               | 1    | 1.5      | 2020-01-01 | 3
    9               | 3    | 0.01     | 2020-01-01 | 3
"""
PLACES = """
    intersection_id | name
    2               | Oak / Elm
    7               | Main / 1st
    9               |
"""
CRASHES = """
    crash_id | intersection_id | worst_injury | happened_on | known_at   | latitude | longitude
    a        | 7               | fatal        | 2016-12-31  | 2017-01-01 | 41.1     | -87.1
    b        | 7               | not_evident  | 2017-01-01  | 2017-01-02 | 41.2     | -87.2
    c        | 7               | none         | 2018-01-01  | 2018-01-02 | 41.9     | -87.3
    d        | 7               | fatal        | 2019-12-31  | 2020-01-01 | 45.0     | -89.0
    e        | 2               | none         | 2019-01-01  | 2019-01-02 | 42.0     | -88.0
    f        |                 | fatal        | 2019-01-01  | 2019-01-02 | 42.0     | -88.0
"""
EXPECTED = """
    rank | intersection_id | name       | expected | last_three_years | all_years | latitude | longitude | as_of      | model_version
    1    | 7               | Main / 1st | 1.5      | 1                | 2         | 41.2     | -87.2     | 2020-01-01 | 3
    2    | 2               | Oak / Elm  | 0.1      | 0                | 0         | 42.0     | -88.0     | 2020-01-01 | 3
    3    | 9               |            | 0.01     | 0                | 0         |          |           | 2020-01-01 | 3
"""


def test_every_intersection_is_listed_with_what_was_known(table_of: TableOf) -> None:
    made = intersections_to_make_safer(
        table_of(SCORES, risk.intersection_crash),
        table_of(PLACES, city.intersection),
        table_of(CRASHES, transport.pedestrian_cyclist_crash),
        table_of("area_kind | area | geometry", city.area_boundary),
        AS_OF,
    )
    assert_df_equality(
        conform(made, published.intersections_to_make_safer),
        table_of(EXPECTED, published.intersections_to_make_safer),
        ignore_nullable=True,
    )
