"""Which samples are asked about, which beaches wait, and what is known of them before a day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.beach.question import beach, history, waiting
from lakehouse.tables import city
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 7, 10)
SAMPLES = """
    beach | sampled_on | ecoli | over_limit | latitude | longitude | known_at
    a     | 2019-07-12 | 900   | true       | 41.90    | -87.60    | 2019-07-13
    a     | 2020-07-07 | 300   | true       | 41.90    | -87.60    | 2020-07-08
    a     | 2020-07-08 | 10    | false      | 41.90    | -87.60    | 2020-07-09
    a     | 2020-07-09 | 999   | true       | 41.90    | -87.60    | 2020-07-10
    near  | 2020-07-08 | 500   | true       | 41.92    | -87.60    | 2020-07-09
    far   | 2020-07-08 | 5     | false      | 41.70    | -87.50    | 2020-07-09
    gone  | 2020-06-07 | 5     | false      |          |           | 2020-06-08
"""


def test_history_is_every_sample(table_of: TableOf) -> None:
    drawn = """
        beach | sampled_on | ecoli | over_limit | latitude | longitude | known_at
        a     | 2020-07-07 | 300   | true       | 41.9     | -87.6     | 2020-07-08
        a     | 2020-07-08 | 10    | false      |          |           | 2020-07-09
    """
    expected = """
        case_id string | beach string | latitude double | longitude double | happened_on date | known_at date | outcome int
        a 2020-07-07   | a            | 41.9            | -87.6            | 2020-07-07       | 2020-07-08    | 1
        a 2020-07-08   | a            |                 |                  | 2020-07-08       | 2020-07-09    | 0
    """
    made = history(table_of(drawn, city.beach_day))
    assert_df_equality(made, table_of(expected), ignore_row_order=True, ignore_nullable=True)


def said(made: DataFrame) -> dict[str, str | None]:
    return {row["beach"]: row["why_no_score"] for row in made.collect()}


def test_in_season_a_beach_waits_that_is_sampled(table_of: TableOf) -> None:
    found = said(waiting(table_of(SAMPLES, city.beach_day), AS_OF))
    assert found.pop("gone") == "not in use: no sample in the last 30 days of sampling"
    assert found == {"a": None, "near": None, "far": None}


def test_a_beach_nobody_knew_of_by_the_day_is_not_listed(table_of: TableOf) -> None:
    found = said(waiting(table_of(SAMPLES, city.beach_day), date(2020, 7, 9)))
    assert set(found) == {"a", "gone"}


@pytest.mark.parametrize("day", [date(2020, 12, 1), date(2020, 4, 1)])
def test_out_of_season_every_beach_says_so(table_of: TableOf, day: date) -> None:
    found = said(waiting(table_of(SAMPLES, city.beach_day), day))
    assert found and all(str(why).startswith("out of season") for why in found.values())


@pytest.fixture(scope="module")
def row(table_of: TableOf) -> dict[str, Any]:
    """What is known of beach a before the tenth of July."""
    drawn = {
        city.beach_day.name: SAMPLES,
        city.airport_day.name: """
            day        | precipitation | wind_speed | temperature | known_at
            2020-07-03 | 1.5           | 5          | 70          | 2020-07-03
            2020-07-09 | 0.5           | 12         | 80          | 2020-07-09
            2020-07-10 | 9.0           | 99         | 99          | 2020-07-10
        """,
        "environment.lake_level_day": """
            day        | level | known_at
            2020-07-07 | 578.0 | 2020-07-08
            2020-07-08 | 579.0 | 2020-07-09
            2020-07-09 | 590.0 | 2020-07-10
        """,
    }
    cohort = """
        case_id string | beach string | latitude double | longitude double | as_of date
        x              | a            | 41.90           | -87.60           | 2020-07-10
    """
    facts = {t.name: table_of(drawn[t.name], t) for t in beach.reads}
    (made,) = with_features(table_of(cohort), beach.features, facts).collect()
    return dict(made.asDict())


def test_a_sample_counts_from_the_day_its_culture_was_read(row: dict[str, Any]) -> None:
    assert (row["samples"], row["exceedances"]) == (3, 2)
    assert (row["ecoli_last"], row["over_last"]) == (10, 0)
    assert row["share"] == pytest.approx((2 + 20 / 7) / 23)
    assert (row["samples_lately"], row["exceedances_lately"]) == (2, 1)


def test_other_beaches_count_by_place_day_and_season(row: dict[str, Any]) -> None:
    assert (row["samples_near"], row["exceedances_near"]) == (3, 2)
    assert (row["samples_city"], row["exceedances_city"]) == (4, 2)
    assert (row["samples_season"], row["exceedances_season"]) == (5, 3)


def test_rain_and_lake_are_those_of_the_days_before(row: dict[str, Any]) -> None:
    assert (row["rain_1"], row["rain_7"]) == (pytest.approx(0.5), pytest.approx(2.0))
    assert (row["wind"], row["lake_level"]) == (12, 579)
    assert row["lake_rise"] == pytest.approx(0.5)


def test_every_candidate_looks_at_learned_features_only() -> None:
    for name, make in beach.candidates.items():
        columns = getattr(make(), "columns", None) or ()
        assert set(columns) <= set(beach.learned), name
