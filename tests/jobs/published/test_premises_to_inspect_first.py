"""The published list has every scored premises in order, and the last visit known by the day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.premises_to_inspect_first import premises_to_inspect_first
from lakehouse.checks.conform import conform
from lakehouse.declare.food_harm import FoodHarm
from lakehouse.tables import city, health, published, risk

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 3, 1)
HARM = FoodHarm("1", "A book", 2022, (3.0, 2.0, 1.0), (("Bakery", 4.0),))
SCORES = """
    premises_id | rank | probability | why_no_score              | as_of      | model_version
    new         |      |             | it was never visited      | 2020-03-01 | 3
    second      | 2    | 0.1         |                           | 2020-03-01 | 3
    gone        |      |             | its licence has run out   | 2020-03-01 | 3
    first       | 1    | 0.4         |                           | 2020-03-01 | 3
"""
PREMISES = """
    premises_id | name  | address | facility | latitude | longitude
    first       | Wok   | High 1  | Grocery  | 41.9     | -87.6
    second      | Pizza | Low 2   | Bakery   |          |
    gone        | Cafe  |         |          |          |
    elsewhere   | Other | Far 9   | Bakery   | 41.0     | -87.0
"""
VISITS = """
    inspection_id | licence_number | inspected_on | known_at   | risk_class
    1             | first          | 2020-01-10   | 2020-01-10 | 3
    2             | first          | 2020-02-10   | 2020-02-29 | 1
    3             | first          | 2020-02-20   | 2020-03-01 | 3
    4             | second         | 2020-02-20   | 2020-03-05 | 1
"""
AREAS = """
    area_kind      | area | geometry
    community_area | 8    | POLYGON ((-88 41, -87 41, -87 42, -88 42, -88 41))
"""
EXPECTED = """
    rank | premises_id | name  | address | facility | probability | consequence | expected_harm | harm_basis              | why_no_score            | last_visit_on | latitude | longitude | community_area | as_of      | model_version
    1    | first       | Wok   | High 1  | Grocery  | 0.4         | 1.5         | 0.6000000000000001 | A book, 2022, version 1 |                         | 2020-02-10    | 41.9     | -87.6     | 8              | 2020-03-01 | 3
    2    | second      | Pizza | Low 2   | Bakery   | 0.1         | 2.0         | 0.2           | A book, 2022, version 1 |                         |               |          |           |                | 2020-03-01 | 3
         | gone        | Cafe  |         |          |             | 1.0         |               | A book, 2022, version 1 | its licence has run out |               |          |           |                | 2020-03-01 | 3
         | new         |       |         |          |             | 1.0         |               | A book, 2022, version 1 | it was never visited    |               |          |           |                | 2020-03-01 | 3
"""


def test_every_scored_premises_is_listed_in_order_with_what_was_known(table_of: TableOf) -> None:
    made = premises_to_inspect_first(
        table_of(SCORES, risk.food_premises),
        table_of(PREMISES, city.food_premises),
        table_of(VISITS, health.food_inspection),
        table_of(AREAS, city.area_boundary),
        AS_OF,
        HARM,
    )
    # The order of rows is part of the promise: it is not ignored.
    assert_df_equality(
        conform(made, published.premises_to_inspect_first),
        table_of(EXPECTED, published.premises_to_inspect_first),
        ignore_nullable=True,
    )
