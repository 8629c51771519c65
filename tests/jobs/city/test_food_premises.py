"""Each premises has the name and place of its last visit, else those of its newest licence."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.food_premises import food_premises
from lakehouse.checks.conform import conform
from lakehouse.tables import city, health, licensing

TableOf = Callable[..., DataFrame]
VISITS = """
    inspection_id | licence_number | inspected_on | name     | address | facility | latitude | longitude
    1             | both           | 2020-01-01   | Old Wok  | Old 1   | Bakery   | 41.1     | -87.1
    2             | both           | 2020-02-01   | New Wok  | New 2   | Grocery  | 41.2     | -87.2
    3             | visited        | 2020-01-05   | Pizza    | High 3  |          | 41.3     | -87.3
    4             | unplaced       | 2020-01-06   |          | Low 4   | Bakery   |          |
    5             | once           | 2020-01-07   | Tea      | Far 5   | Bakery   | 41.6     | -87.6
    6             | once           | 2020-02-07   | Tea Room | Far 5   | Bakery   |          |
"""
TERMS = """
    term_id | licence_number | name          | starts_on  | latitude | longitude
    b1      | both           | Wok Ltd       | 2018-01-01 | 40.1     | -86.1
    b2      | both           | Wok Inc       | 2019-01-01 | 40.2     | -86.2
    l1      | licensed       | Cafe Old      | 2017-05-01 | 40.3     | -86.3
    l2      | licensed       | Cafe New      | 2018-05-01 | 40.4     | -86.4
    u1      | unplaced       | Bread         | 2016-01-01 | 40.5     | -86.5
"""
EXPECTED = """
    premises_id | name     | address | facility | latitude | longitude | first_visit_on | licensed_from
    both        | New Wok  | New 2   | Grocery  | 41.2     | -87.2     | 2020-01-01     | 2018-01-01
    visited     | Pizza    | High 3  |          | 41.3     | -87.3     | 2020-01-05     |
    licensed    | Cafe New |         |          | 40.4     | -86.4     |                | 2017-05-01
    unplaced    | Bread    | Low 4   | Bakery   | 40.5     | -86.5     | 2020-01-06     | 2016-01-01
    once        | Tea Room | Far 5   | Bakery   | 41.6     | -87.6     | 2020-01-07     |
"""


def test_the_last_visit_comes_before_the_newest_licence(table_of: TableOf) -> None:
    made = food_premises(
        table_of(VISITS, health.food_inspection), table_of(TERMS, licensing.food_licence)
    )
    assert_df_equality(
        conform(made, city.food_premises),
        table_of(EXPECTED, city.food_premises),
        ignore_row_order=True,
        ignore_nullable=True,
    )


SAME_DAY = """
    inspection_id | licence_number | inspected_on | name
    9             | both           | 2020-01-01   | First
    10            | both           | 2020-01-01   | Second
"""


def test_of_two_visits_on_one_day_the_higher_number_is_the_last(table_of: TableOf) -> None:
    made = food_premises(
        table_of(SAME_DAY, health.food_inspection),
        table_of("term_id | licence_number", licensing.food_licence),
    )
    assert [row["name"] for row in made.collect()] == ["Second"]
