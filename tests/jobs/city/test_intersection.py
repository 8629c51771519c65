"""All intersections exist, and each has the place and streets that its first crash told."""

# A drawn table is as wide as it is.

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.intersection import intersection
from lakehouse.checks.conform import conform
from lakehouse.tables import city, transport

TableOf = Callable[..., DataFrame]
CRASHES = """
    crash_id | intersection_id | intersection | happened_on | known_at   | latitude | longitude
    later    | 3               | Elm / Oak    | 2015-01-01  | 2015-01-02 | 41.9     | -87.9
    first    | 3               | Oak / Elm    | 2014-01-01  | 2014-01-02 | 41.8     | -87.8
    block    |                 |              | 2014-01-01  | 2014-01-02 | 41.7     | -87.7
    one      | 1               | Oak / Main   | 2016-01-01  | 2016-01-02 | 41.6     | -87.6
"""
EXPECTED = """
    intersection_id | name       | latitude | longitude | known_at
    1               | Oak / Main | 41.6     | -87.6     | 2016-01-02
    2               |            |          |           |
    3               | Oak / Elm  | 41.8     | -87.8     | 2014-01-02
"""


def test_numbers_without_a_crash_exist_and_the_first_crash_tells_the_place(
    table_of: TableOf,
) -> None:
    made = intersection(table_of(CRASHES, transport.pedestrian_cyclist_crash))
    assert_df_equality(
        conform(made, city.intersection),
        table_of(EXPECTED, city.intersection),
        ignore_nullable=True,
        ignore_row_order=True,
    )


def test_without_a_crash_there_is_no_intersection(table_of: TableOf) -> None:
    none = table_of("crash_id", transport.pedestrian_cyclist_crash).limit(0)
    assert intersection(none).count() == 0
