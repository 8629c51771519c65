"""The last 104 periods of every series are published, whenever each ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pyspark.sql import DataFrame

from jobs.published.health_alerts import health_alerts
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
            table_of(rows("daily", date(2020, 3, 1), 3, 1), risk.covid_admission_signal),
            table_of(rows("weekly", date(2018, 1, 6), 105, 7), risk.covid_admission_week_signal),
        ),
        published.health_alerts,
    ).toPandas()
    assert made.groupby("series").size().to_dict() == {"daily": 3, "deaths": 104, "weekly": 104}
    assert made["series"].is_monotonic_increasing
    deaths = made[made["series"] == "deaths"]["day"]
    assert deaths.iloc[0] == date(1994, 4, 20) and deaths.is_monotonic_decreasing
