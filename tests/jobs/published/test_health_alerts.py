"""The last 104 periods of every series are published, whenever each ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.published.health_alerts import health_alerts, withheld
from jobs.risk.emergency_signal import (
    emergency_alert,
    emergency_signal,
    shown_each_day,
    visits_each_day,
)
from lakehouse.checks.conform import conform
from lakehouse.tables import published, risk
from lakehouse.tables.few import WITHHELD
from lakehouse.transform.monitored import monitored

TableOf = Callable[..., DataFrame]


def rows(name: str, first: date, periods: int, every: int) -> str:
    days = (first + timedelta(days=every * i) for i in range(periods))
    lines = [f"{name} | {day} | none | 2020-01-01" for day in days]
    return "\n".join(["series | day | level | as_of", *lines])


def test_each_series_keeps_its_last_104_periods_in_order(table_of: TableOf) -> None:
    made = conform(
        health_alerts(
            table_of(rows("deaths", date(1994, 1, 1), 110, 1), risk.death_alert),
            table_of(rows("heart", date(1994, 1, 1), 2, 1), risk.death_cause_alert),
            table_of(rows("visits", date(2022, 1, 1), 2, 1), risk.emergency_alert),
            table_of(rows("daily", date(2020, 3, 1), 3, 1), risk.covid_admission_alert),
            table_of(rows("weekly", date(2018, 1, 6), 105, 7), risk.covid_admission_week_alert),
            table_of(rows("cases", date(2020, 3, 1), 3, 1), risk.covid_count_alert),
            table_of(rows("code", date(2020, 3, 7), 2, 7), risk.covid_zip_alert),
            table_of(rows("germ", date(2023, 1, 1), 4, 7), risk.lab_alert),
        ),
        published.health_alerts,
    ).toPandas()
    assert made.groupby("series").size().to_dict() == {
        "cases": 3,
        "code": 2,
        "daily": 3,
        "deaths": 104,
        "germ": 4,
        "heart": 2,
        "visits": 2,
        "weekly": 104,
    }
    assert made["series"].is_monotonic_increasing
    deaths = made[made["series"] == "deaths"]["day"]
    assert deaths.iloc[0] == date(1994, 4, 20) and deaths.is_monotonic_decreasing


def test_a_few_patients_of_a_district_are_not_shown(table_of: TableOf) -> None:
    alert = """
        series|title| day       | observed | expected | upper | p   | q   | score | level | lasting
        a     | Ill |2023-01-01 | 4        | 2.4      | 7.6   | 0.3 | 0.5 | 1.1   | alert | 3
        a     | Ill |2023-01-02 | 5        | 2.4      | 7.6   | 0.2 | 0.4 | 1.6   | alert | 4
        a     | Ill |2023-01-03 |          | 2.4      | 7.6   |     |     |       | none  | 0
    """
    few, enough, none = (
        row.asDict()
        for row in withheld(table_of(alert, risk.emergency_alert)).sort("day").collect()
    )
    assert {few[name] for name in ("observed", "expected", "upper", "p", "q", "score")} == {None}
    assert (few["level"], few["lasting"]) == ("no judgement", 0)
    assert few["why_no_bound"] == WITHHELD
    assert (enough["observed"], enough["p"], enough["q"], enough["score"]) == (5.0, 0.2, 0.4, 1.6)
    assert (enough["level"], enough["lasting"], enough["why_no_bound"]) == ("alert", 4, None)
    assert (none["observed"], none["expected"], none["level"]) == (None, None, "none")
    assert few["title"] == "Ill (counts under 5 are not shown)"


def visits(counts: list[int]) -> list[tuple[str, str, str, date, date]]:
    """So many heat visits on each day of 2023 from one district, and ten others from another."""
    days = (date(2023, 1, 1) + timedelta(days=n) for n in range(len(counts)))
    return [
        (f"{day}-{n}", "heat" if n < count else "injury", "1" if n < count else "2", day, day)
        for day, count in zip(days, counts, strict=True)
        for n in range(count + 10)
    ]


@pytest.mark.whole
def test_nothing_that_is_published_depends_on_a_count_that_is_withheld(
    spark: SparkSession,
) -> None:
    """The strongest attack: whoever knows all counts but the small ones learns nothing of these.

    Two cities that differ in small counts only, a rise of three against nobody among them.
    """
    usual = [6, 0, 9, 1, 0, 7, 2, 5, 0, 8] * 4
    # The last two days are still open.
    calm, risen = [*usual, 0, 0, 0, 0, 12, 1, 0, 0], [*usual, 4, 3, 4, 4, 12, 4, 0, 0]
    risen[:40] = [count if count >= 5 else 4 - count for count in usual]
    columns = "visit string, syndrome string, district string, arrived_on date, known_at date"
    made, inner = [], []
    for counts in (calm, risen):
        rows = spark.createDataFrame(visits(counts), columns)
        late = monitored(shown_each_day(rows), emergency_alert, date(2023, 6, 1))
        made.append(withheld(late).sort("series", "day").toPandas())
        inner.append(monitored(visits_each_day(rows), emergency_signal, date(2023, 6, 1)))
    first, second = made
    pd.testing.assert_frame_equal(first, second)
    heat = first[first["series"] == "emergency_heat_district_1"]
    assert heat["observed"].notna().sum() == 21 and heat["observed"].min() == 5
    assert 10 < heat["upper"].notna().sum() <= 21
    # What epidemiologists see inside does tell them apart: the cities are not the same.
    bounds = [rows.sort("series", "day").toPandas()["upper"].round() for rows in inner]
    assert not bounds[0].equals(bounds[1])
