"""Every station is listed with the people around it, and nobody of the city is left out."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.air_to_expect import air_to_expect
from lakehouse.checks.conform import conform
from lakehouse.tables import city, published, risk
from lakehouse.tables.published.environment import NOT_MEASURED

TableOf = Callable[..., DataFrame]
AS_OF = date(2023, 1, 10)
SCORES = """
    station | rank | probability | why_no_score | as_of      | data_through | model_name | model_version
    gone    |      |             | not in use   | 2023-01-10 | 2023-01-08   | air        | 3
    second  | 2    | 0.1         |              | 2023-01-10 | 2023-01-08   | air        | 3
    first   | 1    | 0.4         |              | 2023-01-10 | 2023-01-08   | air        | 3
"""
READINGS = """
    station | day        | pm25 | ozone | of_limit | pollutant | latitude | longitude | known_at
    first   | 2023-01-01 | 29   | 30    | 1.9      | fine dust | 52.0     | 4.3       | 2023-01-02
    first   | 2023-01-02 | 3    | 90    | 0.9      | ozone     | 52.0     | 4.3       | 2023-01-03
    first   | 2023-01-08 | 9    | 30    | 0.6      | fine dust | 52.0     | 4.3       | 2023-01-09
    first   | 2023-01-09 | 99   | 30    | 6.6      | fine dust | 52.0     | 4.3       | 2023-01-10
"""
AREAS = """
    community_area | population | station
    1              | 1000       | first
    2              | 500        | first
    3              | 200        | second
    4              | 30         |
    5              | 4          |
"""


def listed(table_of: TableOf, areas: str = AREAS) -> DataFrame:
    made = air_to_expect(
        table_of(SCORES, risk.air_station),
        table_of(READINGS, city.air_limit_day),
        table_of("area_kind | area | geometry", city.area_boundary),
        table_of(areas, city.area_air_station),
        AS_OF,
    )
    return conform(made, published.air_to_expect)


def test_every_station_stands_in_order_with_its_last_reading_and_people(table_of: TableOf) -> None:
    expected = """
        rank | station      | probability | people_exposed | expected_exposed | areas | latitude | longitude | pollutant | last_measured_on | last_pm25 | last_ozone | why_no_score                                   | as_of      | data_through | model_name | model_version
        1    | first        | 0.4         | 1500           | 600              | 2     | 52.0     | 4.3       | ozone     | 2023-01-08       | 9         | 30         |                                                | 2023-01-10 | 2023-01-08   | air        | 3
        2    | second       | 0.1         | 200            | 20               | 1     |          |           |           |                  |           |            |                                                | 2023-01-10 | 2023-01-08   | air        | 3
             | gone         |             | 0              |                  | 0     |          |           |           |                  |           |            | not in use                                     | 2023-01-10 | 2023-01-08   | air        | 3
             | not measured |             | 34             |                  | 2     |          |           |           |                  |           |            | no station in use within 4 km of the areas where 34 people live | 2023-01-10 | 2023-01-08   | air        | 3
    """
    assert_df_equality(
        listed(table_of), table_of(expected, published.air_to_expect), ignore_nullable=True
    )


def test_all_rows_add_up_to_the_people_of_the_city(table_of: TableOf) -> None:
    rows = listed(table_of).collect()
    assert sum(row["people_exposed"] for row in rows) == 1000 + 500 + 200 + 30 + 4


def test_where_all_live_near_a_station_there_is_no_row_of_the_others(table_of: TableOf) -> None:
    rows = listed(table_of, "\n".join(AREAS.splitlines()[:-2])).collect()
    assert NOT_MEASURED not in {row["station"] for row in rows}


def test_without_a_census_nobody_is_said_to_live_anywhere(table_of: TableOf) -> None:
    rows = listed(table_of, AREAS.splitlines()[1]).collect()
    assert len(rows) == 3
    assert {(row["people_exposed"], row["expected_exposed"]) for row in rows} == {(None, None)}
