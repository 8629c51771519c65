"""Which readings are asked about, which stations wait, and what is known of them before a day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import cos, pi
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.air_station.question import air_station, history, waiting
from lakehouse.tables import city
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
AS_OF = date(2023, 1, 10)
READINGS = """
    station | day        | pm25 | ozone | of_limit | over_limit | latitude | longitude | known_at
    a       | 2022-01-12 | 30   | 40    | 2.0      | true       | 52.0     | 4.3       | 2022-01-13
    a       | 2023-01-02 | 18   | 40    | 1.2      | true       | 52.0     | 4.3       | 2023-01-03
    a       | 2023-01-08 | 12   | 50    | 0.8      | false      | 52.0     | 4.3       | 2023-01-09
    a       | 2023-01-09 | 99   | 99    | 6.6      | true       | 52.0     | 4.3       | 2023-01-10
    b       | 2023-01-08 | 6    | 50    | 0.5      | false      | 52.1     | 4.3       | 2023-01-09
    gone    | 2022-12-05 | 3    | 30    | 0.3      | false      | 52.1     | 4.4       | 2022-12-06
    dark    | 2023-01-08 |      |       |          |            | 52.1     | 4.4       | 2023-01-09
"""


def test_history_is_every_day_on_which_something_was_measured(table_of: TableOf) -> None:
    drawn = """
        station | day        | of_limit | over_limit | latitude | longitude | known_at
        a       | 2023-01-02 | 1.2      | true       | 52.0     | 4.3       | 2023-01-03
        a       | 2023-01-03 | 0.2      | false      |          |           | 2023-01-04
        a       | 2023-01-04 |          |            | 52.0     | 4.3       | 2023-01-05
    """
    expected = """
        case_id string | station string | latitude double | longitude double | happened_on date | known_at date | outcome int
        a 2023-01-02   | a              | 52.0            | 4.3              | 2023-01-02       | 2023-01-03    | 1
        a 2023-01-03   | a              |                 |                  | 2023-01-03       | 2023-01-04    | 0
    """
    made = history(table_of(drawn, city.air_limit_day))
    assert_df_equality(made, table_of(expected), ignore_row_order=True, ignore_nullable=True)


def test_a_station_waits_that_gave_a_reading_lately(table_of: TableOf) -> None:
    made = waiting(table_of(READINGS, city.air_limit_day), AS_OF)
    said = {row["station"]: row["why_no_score"] for row in made.collect()}
    why = "not in use: no reading in the last 30 days of measuring"
    assert said == {"a": None, "b": None, "gone": why}


@pytest.fixture(scope="module")
def row(table_of: TableOf) -> dict[str, Any]:
    """What is known of station a before the tenth of January."""
    weather = """
        day        | precipitation | wind_speed | temperature | known_at
        2023-01-08 | 1.5           | 5          | 50          | 2023-01-08
        2023-01-09 | 0.5           | 12         | 40          | 2023-01-09
        2023-01-10 | 9.0           | 99         | 99          | 2023-01-10
    """
    facts = {
        city.air_limit_day.name: table_of(READINGS, city.air_limit_day),
        city.airport_day.name: table_of(weather, city.airport_day),
    }
    cohort = """
        case_id string | station string | latitude double | longitude double | as_of date
        x              | a              | 52.0            | 4.3              | 2023-01-10
    """
    (made,) = with_features(table_of(cohort), air_station.features, facts).collect()
    return dict(made.asDict())


def test_a_reading_counts_from_the_day_after(row: dict[str, Any]) -> None:
    assert (row["readings"], row["exceedances"]) == (3, 2)
    assert (row["readings_lately"], row["exceedances_lately"]) == (2, 1)
    assert (row["near_last"], row["dust_last"], row["ozone_last"]) == (0.8, 12, 50)
    assert row["near_month"] == pytest.approx(1.0)
    assert (row["dust_week"], row["dust_month"]) == (pytest.approx(15), pytest.approx(15))
    assert row["share_lately"] == pytest.approx((1 + 1) / (2 + 10))


def test_other_stations_count_by_day_and_season(row: dict[str, Any]) -> None:
    assert (row["readings_city"], row["exceedances_city"]) == (4, 1)
    assert (row["readings_season"], row["exceedances_season"]) == (5, 2)
    assert row["beside_others"] == pytest.approx(15 / ((18 + 12 + 6 + 3) / 4))


def test_the_weather_is_that_of_the_day_before_and_the_season_that_of_the_day(
    row: dict[str, Any],
) -> None:
    assert (row["rain_1"], row["wind"], row["warmth"]) == (pytest.approx(0.5), 12, 40)
    assert row["midwinter"] == pytest.approx(cos(2 * pi * 5 / 365.25))
    assert row["spring"] < 0


def test_every_candidate_looks_at_learned_features_only() -> None:
    for name, make in air_station.candidates.items():
        columns = getattr(make(), "columns", None) or ()
        assert set(columns) <= set(air_station.learned), name
