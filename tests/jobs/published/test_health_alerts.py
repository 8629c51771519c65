"""The last 104 periods of every series are published, whenever each ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pyspark.sql import DataFrame

from jobs.published.health_alerts import health_alerts, withheld
from lakehouse.checks.conform import conform
from lakehouse.tables import published, risk

TableOf = Callable[..., DataFrame]


def rows(name: str, first: date, periods: int, every: int) -> str:
    days = (first + timedelta(days=every * i) for i in range(periods))
    lines = [f"{name} | {day} | none | 2020-01-01" for day in days]
    return "\n".join(["series | day | level | as_of", *lines])


def test_each_series_keeps_its_last_104_periods_in_order(table_of: TableOf) -> None:
    made = conform(
        health_alerts(
            table_of(rows("deaths", date(1994, 1, 1), 110, 1), risk.death_signal),
            table_of(rows("visits", date(2022, 1, 1), 2, 1), risk.emergency_signal),
            table_of(rows("daily", date(2020, 3, 1), 3, 1), risk.covid_admission_signal),
            table_of(rows("weekly", date(2018, 1, 6), 105, 7), risk.covid_admission_week_signal),
        ),
        published.health_alerts,
    ).toPandas()
    assert made.groupby("series").size().to_dict() == {
        "daily": 3,
        "deaths": 104,
        "visits": 2,
        "weekly": 104,
    }
    assert made["series"].is_monotonic_increasing
    deaths = made[made["series"] == "deaths"]["day"]
    assert deaths.iloc[0] == date(1994, 4, 20) and deaths.is_monotonic_decreasing


def test_a_few_patients_of_a_district_are_not_shown(table_of: TableOf) -> None:
    signal = """
        series | title | day        | observed | expected | upper | p   | q   | score | level
        a      | Ill   | 2023-01-01 | 4        | 2.4      | 7.6   | 0.3 | 0.5 | 1.1   | none
        a      | Ill   | 2023-01-02 | 5        | 2.4      | 7.6   | 0.2 | 0.4 | 1.6   | none
        a      | Ill   | 2023-01-03 |          | 2.4      | 7.6   |     |     |       | none
    """
    few, enough, none = (
        row.asDict()
        for row in withheld(table_of(signal, risk.emergency_signal)).sort("day").collect()
    )
    assert {few[name] for name in ("observed", "p", "q", "score")} == {None}
    assert (enough["observed"], enough["p"], enough["q"], enough["score"]) == (5.0, 0.2, 0.4, 1.6)
    assert none["observed"] is None
    assert few["title"] == "Ill (counts under 5 are not shown)"
    # A bound to the tenth would tell the counts it was made of.
    assert {(row["expected"], row["upper"]) for row in (few, enough, none)} == {(2.0, 8.0)}
