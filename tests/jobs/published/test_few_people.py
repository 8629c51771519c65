"""Deaths and admissions of few people: alerts, pulse and both together tell nothing of them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.published.city_pulse import weekly
from jobs.published.health_alerts import withheld
from jobs.risk.health_signals import (
    admission_weeks_shown,
    covid_admission_week_alert,
    death_alert,
    deaths_shown,
)
from lakehouse.declare import Monitor
from lakehouse.run.releases.disclosure import attacked
from lakehouse.tables import published
from lakehouse.tables.few import LEAST, WITHHELD
from lakehouse.transform.few_people import told_sum
from lakehouse.transform.monitored import monitored
from lakehouse.transform.pulsed import PULSED, pulsed

FIRST = date(2023, 1, 1)  # a Sunday
WEEKS = 14
AFTER = FIRST + timedelta(days=7 * WEEKS + 2)


def of_days(spark: SparkSession, counts: list[int], name: str) -> DataFrame:
    days = [FIRST + timedelta(days=n) for n in range(len(counts))]
    rows = [(day, n, day + timedelta(days=1)) for day, n in zip(days, counts, strict=True)]
    return spark.createDataFrame(rows, f"day date, {name} int, known_at date")


def alerts(series: DataFrame, asked: Monitor) -> pd.Series:
    """What is published of a series: its counts by day, with the reasons checked."""
    made = withheld(monitored(series, asked, AFTER)).sort("day").toPandas()
    blank = made["observed"].isna()
    assert (made.loc[blank, ["level", "why_no_bound"]] == ["no judgement", WITHHELD]).all(axis=None)
    assert attacked(published.health_alerts, made, {}) == []
    assert made["title"].str.endswith("are not shown)").eq(blank.any()).all()
    return made.set_index("day")["observed"]


def known_of_blanks(days: pd.Series, weeks: pd.Series) -> list[tuple[float, float]]:
    """The least and the most that each blank day can be, by the weeks that are told.

    Whoever reads both knows of a blank day that it is 0 to 4, for the others are shown.
    """
    found = []
    for end in weeks.dropna().index:
        own = days[[end - timedelta(days=6) <= day <= end for day in days.index]]
        blank, rest = int(own.isna().sum()), weeks[end] - own.sum()
        most = LEAST - 1
        found += [(max(0, rest - most * (blank - 1)), min(most, rest))] * blank
    return found


@pytest.mark.whole
@pytest.mark.parametrize("mean", [1.18, 5.5, 120.0])
def test_alerts_and_pulse_together_tell_no_more_of_a_day_than_that_few_died(
    spark: SparkSession, mean: float
) -> None:
    counts = [int(n) for n in np.random.default_rng(5).poisson(mean, 7 * WEEKS)]
    deaths = of_days(spark, counts, "deaths")
    days = alerts(deaths_shown(deaths), death_alert)
    assert days.tolist() == pytest.approx(
        [n if n >= LEAST else np.nan for n in counts], nan_ok=True
    )
    weeks = weekly(deaths, "day", told_sum("deaths"), "deaths", AFTER)
    made = weeks.groupBy("indicator").applyInPandas(pulsed, PULSED).toPandas()
    pulse = made.set_index("week_ends_on")["value"]
    assert (made.loc[made["value"].isna(), "why_no_status"] == WITHHELD).all()
    assert {*known_of_blanks(days, pulse)} <= {(0, LEAST - 1)}
    # Whether the sums are withheld more than they have to be: large ones never are.
    told = pulse.notna().sum()
    assert told == len(pulse) if mean > 100 else told >= 3


def test_a_week_of_admissions_that_tells_of_a_day_is_left_out(spark: SparkSession) -> None:
    one_few, many_few = [9, 2, 8, 7, 12, 6, 5], [2, 3, 1, 4, 0, 2, 3]
    tiny, large = [0, 1, 0, 1, 0, 0, 0], [40, 51, 38, 44, 39, 60, 52]
    counts = [*one_few, *many_few, *tiny, *large] * 3
    days = of_days(spark, counts, "people").selectExpr(
        "*", "'hospitalizations' as measure", "'all' as breakdown"
    )
    weeks = alerts(admission_weeks_shown(days), covid_admission_week_alert)
    assert weeks.tolist() == pytest.approx([np.nan, 15, np.nan, 324] * 3, nan_ok=True)
