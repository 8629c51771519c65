"""Which catches are asked about, which traps wait, and what is known of them before a week."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.west_nile.question import history, waiting, west_nile
from lakehouse.tables import city
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
CATCHES = """
    trap | caught_on  | mosquitoes | virus_found | latitude | longitude | known_at
    T1   | 2019-08-18 | 60         | true        | 41.90    | -87.60    | 2019-08-25
    T1   | 2021-08-05 | 20         | true        | 41.90    | -87.60    | 2021-08-12
    T1   | 2021-08-12 | 7          | false       | 41.90    | -87.60    | 2021-08-19
    T1   | 2021-08-19 | 90         | true        | 41.90    | -87.60    | 2021-08-26
    T2   | 2021-08-10 | 5          | true        | 41.93    | -87.60    | 2021-08-17
    T3   | 2021-08-10 | 5          | false       | 41.70    | -87.50    | 2021-08-17
    OLD  | 2019-08-18 | 5          | false       | 41.70    | -87.50    | 2019-08-25
"""


def test_history_is_every_catch(table_of: TableOf) -> None:
    drawn = """
        trap | caught_on  | mosquitoes | virus_found | latitude | longitude | known_at
        T1   | 2021-08-05 | 20         | true        | 41.9     | -87.6     | 2021-08-12
        T2   | 2021-08-05 | 1          | false       | 41.8     | -87.7     | 2021-08-12
    """
    expected = """
        case_id string | trap string | latitude double | longitude double | happened_on date | known_at date | outcome int
        T1 2021-08-05  | T1          | 41.9            | -87.6            | 2021-08-05       | 2021-08-12    | 1
        T2 2021-08-05  | T2          | 41.8            | -87.7            | 2021-08-05       | 2021-08-12    | 0
    """
    made = history(table_of(drawn, city.trap_catch))
    assert_df_equality(made, table_of(expected), ignore_row_order=True, ignore_nullable=True)


def said(made: DataFrame) -> dict[str, str | None]:
    return {row["trap"]: row["why_no_score"] for row in made.collect()}


def test_in_season_a_trap_waits_that_catches(table_of: TableOf) -> None:
    found = said(waiting(table_of(CATCHES, city.trap_catch), date(2021, 8, 20)))
    assert found.pop("OLD") == "not in use: no catch in the last 56 days of catching"
    assert found == {"T1": None, "T2": None, "T3": None}


def test_at_the_start_of_a_season_the_traps_of_the_last_one_wait(table_of: TableOf) -> None:
    found = said(waiting(table_of(CATCHES, city.trap_catch), date(2021, 8, 12)))
    assert found == {"T1": None, "OLD": None}


def test_out_of_season_every_trap_says_so(table_of: TableOf) -> None:
    found = said(waiting(table_of(CATCHES, city.trap_catch), date(2022, 1, 20)))
    assert len(found) == 4
    assert all(str(why).startswith("out of season") for why in found.values())


@pytest.fixture(scope="module")
def row(table_of: TableOf) -> dict[str, Any]:
    """What is known of trap T1 before the twentieth of August."""
    drawn = {
        city.trap_catch.name: CATCHES,
        "weather.station_day": """
            station | day        | temperature_mean | precipitation | known_at
            1       | 2021-08-10 | 81.6             | 0.5           | 2021-08-11
            2       | 2021-08-10 | 61.6             | 1.5           | 2021-08-11
            1       | 2021-07-20 | 71.6             | 2.0           | 2021-07-21
            2       | 2021-07-20 | 71.6             | 2.0           | 2021-07-21
            1       | 2021-08-19 | 99               | 9             | 2021-08-20
        """,
    }
    cohort = """
        case_id string | trap string | latitude double | longitude double | as_of date
        x              | T1          | 41.90           | -87.60           | 2021-08-20
    """
    facts = {t.name: table_of(drawn[t.name], t) for t in west_nile.reads}
    (made,) = with_features(table_of(cohort), west_nile.features, facts).collect()
    return dict(made.asDict())


def test_a_catch_counts_from_the_day_the_laboratory_answered(row: dict[str, Any]) -> None:
    assert (row["catches"], row["virus_catches"]) == (3, 2)
    assert (row["virus_trap_lately"], row["mosquitoes_last"]) == (1, 7)


def test_other_traps_count_by_place_week_and_season(row: dict[str, Any]) -> None:
    assert (row["catches_near"], row["virus_near"]) == (3, 2)
    assert (row["catches_city"], row["virus_city"]) == (4, 2)
    # T1's catch of the fifth is more than ten days from the twentieth.
    assert (row["catches_season"], row["virus_season"]) == (5, 2)
    assert row["share_season"] == pytest.approx((2 + 20 / 16) / 25)


def test_weather_is_that_of_the_weeks_before(row: dict[str, Any]) -> None:
    assert row["degree_days"] == pytest.approx(5)
    assert row["rain_14"] == pytest.approx(1) and row["rain_35"] == pytest.approx(3)
    assert row["rain_before"] == pytest.approx(2)


def test_every_candidate_looks_at_learned_features_only() -> None:
    for name, make in west_nile.candidates.items():
        columns = getattr(make(), "columns", None) or ()
        assert set(columns) <= set(west_nile.learned), name
