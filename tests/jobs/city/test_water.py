"""Samples over the limit, catches added up, and the airport's weather by day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.airport_day import airport_day
from jobs.city.beach_day import beach_day
from jobs.city.trap_catch import trap_catch
from lakehouse.tables import city, environment, vector, weather

TableOf = Callable[..., DataFrame]


def test_a_sample_is_over_the_limit_above_235_and_lies_where_its_beach_does(
    table_of: TableOf,
) -> None:
    samples = """
        beach | sampled_on | ecoli | known_at
        a     | 2020-07-01 | 235   | 2020-07-02
        a     | 2020-07-02 | 235.1 | 2020-07-03
        b     | 2020-07-02 | 10    | 2020-07-03
    """
    names = """
        spelling | name  | short_name | latitude | longitude
        A        | Alpha | a          | 41.9     | -87.6
        A St     | Alpha | a          | 41.9     | -87.6
        lost     |       |            |          |
    """
    expected = """
        beach | sampled_on | ecoli | over_limit | latitude | longitude | known_at
        a     | 2020-07-01 | 235   | false      | 41.9     | -87.6     | 2020-07-02
        a     | 2020-07-02 | 235.1 | true       | 41.9     | -87.6     | 2020-07-03
        b     | 2020-07-02 | 10    | false      |          |           | 2020-07-03
    """
    made = beach_day(
        table_of(samples, environment.beach_sample), table_of(names, environment.beach_name)
    )
    assert_df_equality(
        made, table_of(expected, city.beach_day), ignore_row_order=True, ignore_nullable=True
    )


def test_equal_rows_are_parts_of_one_catch(table_of: TableOf) -> None:
    parts = """
        row_id | trap | caught_on  | species | mosquitoes | virus_found | latitude | longitude | known_at
        1      | T1   | 2020-07-01 | pipiens | 50         | false       | 41.9     | -87.6     | 2020-07-08
        2      | T1   | 2020-07-01 | pipiens | 50         | false       | 41.9     | -87.6     | 2020-07-08
        3      | T1   | 2020-07-01 | tarsalis| 3          | true        | 41.9     | -87.6     | 2020-07-09
        4      | T1   | 2020-07-05 | pipiens | 1          | false       | 41.9     | -87.6     | 2020-07-12
    """
    expected = """
        trap | caught_on  | mosquitoes | virus_found | latitude | longitude | known_at
        T1   | 2020-07-01 | 103        | true        | 41.9     | -87.6     | 2020-07-09
        T1   | 2020-07-05 | 1          | false       | 41.9     | -87.6     | 2020-07-12
    """
    made = trap_catch(table_of(parts, vector.mosquito_catch))
    assert_df_equality(
        made, table_of(expected, city.trap_catch), ignore_row_order=True, ignore_nullable=True
    )


def test_reports_within_an_hour_repeat_its_rain(table_of: TableOf) -> None:
    hours = """
        observed_at         | temperature | wind_speed | precipitation | known_at
        2020-07-01 00:10:00 | 70          | 10         | 0.1           | 2020-07-01
        2020-07-01 00:53:00 | 72          |            | 0.3           | 2020-07-01
        2020-07-01 23:53:00 | 75          | 4          | 0.2           | 2020-07-01
        2020-07-02 00:53:00 | 50          | 1          |               | 2020-07-02
    """
    rows = airport_day(table_of(hours, weather.airport_hour)).orderBy("day").collect()
    assert (
        [str(r["day"]) for r in rows]
        == ["2020-07-01", "2020-07-02"]
        == [str(r["known_at"]) for r in rows]
    )
    first, second = rows
    assert first["precipitation"] == pytest.approx(0.5) and second["precipitation"] is None
    # The hour counts once, however often it was reported.
    assert first["temperature"] == pytest.approx(73) and first["wind_speed"] == pytest.approx(7)
