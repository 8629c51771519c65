"""Every series has a row for every period, with what was known by the day and no later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.conform import conform
from lakehouse.declare import WEEKLY, Monitor
from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.judged import NOT_REPORTED, TOO_LITTLE
from lakehouse.methods.ladder import judge
from lakehouse.tables import risk, surveillance
from lakehouse.transform.monitored import _q, monitored, regular

FIRST = date(2020, 1, 1)
AS_OF = date(2020, 6, 1)
DAYS = 140


def unused(death_day: Any) -> Any:
    """A monitor needs a function; here its frame is drawn."""


def monitor(**changed: Any) -> Monitor:
    said: dict[str, Any] = {
        "name": "m",
        "asks": "Unusual?",
        "reads": (surveillance.death_day,),
        "series": unused,
        "alert": 0.01,
        "warning": 0.05,
        "writes": risk.death_signal,
    }
    return Monitor(**{**said, **changed})


def drawn(names: list[str], days: int = DAYS, every: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    return pd.DataFrame(
        [
            (name, f"Title of {name}", day, float(rng.poisson(9)), day + timedelta(days=1))
            for name in names
            for day in (FIRST + timedelta(days=every * i) for i in range(days))
        ],
        columns=["series", "title", "day", "value", "known_at"],
    )


@pytest.fixture
def run(spark: SparkSession) -> Callable[..., pd.DataFrame]:
    def done(rows: pd.DataFrame, asked: Monitor, as_of: date = AS_OF) -> pd.DataFrame:
        schema = "series string, title string, day date, value double, known_at date"
        values: DataFrame = spark.createDataFrame(rows, schema)
        made = conform(monitored(values, asked, as_of), asked.writes).toPandas()
        return made.sort_values(["series", "day"]).reset_index(drop=True)

    return done


def test_each_series_is_judged_as_alone_with_q_level_and_duration(
    run: Callable[..., pd.DataFrame],
) -> None:
    rows = drawn(["a", "b", "c"])
    burst = (rows["series"] == "b") & (rows["day"] >= FIRST + timedelta(days=DAYS - 3))
    rows.loc[burst, "value"] = 60.0
    asked = monitor()
    made = run(rows, asked)
    assert len(made) == 3 * DAYS and (made["as_of"] == AS_OF).all()
    for name, mine in made.groupby("series"):
        alone = rows[rows["series"] == name].set_index("day")["value"]
        alone.index = pd.to_datetime(alone.index)
        wanted = judge(alone, asked.ladder, asked.alert)
        np.testing.assert_allclose(mine["p"], wanted["p"])
        np.testing.assert_allclose(mine["upper"], wanted["upper"])
        assert (mine["title"] == f"Title of {name}").all()
    for _, day in made.groupby("day"):
        np.testing.assert_allclose(day["q"], benjamini_hochberg(day["p"].to_numpy()))
    last = made[made["series"] == "b"].tail(3)
    assert last["level"].tolist() == ["alert"] * 3 and last["lasting"].tolist() == [1, 2, 3]
    assert (made["lasting"][made["level"] == "none"] == 0).all()
    assert set(made["model_version"]) == {asked.version}


def test_a_rare_day_among_many_series_is_no_alarm(run: Callable[..., pd.DataFrame]) -> None:
    rows = drawn([f"s{i:02}" for i in range(40)], 60)
    made = run(rows, monitor())
    strict = made[(made["p"] < 0.01) & (made["q"] > 0.1)]
    assert len(strict) and (strict["level"] == "none").all()


def test_what_was_not_known_by_the_day_is_not_there(run: Callable[..., pd.DataFrame]) -> None:
    rows = drawn(["a"])
    day = FIRST + timedelta(days=100)
    made, later = run(rows, monitor(), day), run(rows, monitor())
    assert made["day"].max() == day - timedelta(days=2)
    pd.testing.assert_series_equal(made["upper"], later["upper"][: len(made)])
    assert (made["data_through"] == day - timedelta(days=2)).all()


def test_gaps_and_a_series_that_stopped_keep_their_rows(run: Callable[..., pd.DataFrame]) -> None:
    rows = drawn(["a", "b"])
    gone = (rows["series"] == "b") & (rows["day"] > FIRST + timedelta(days=DAYS - 6))
    hole = (rows["series"] == "a") & (rows["day"] == FIRST + timedelta(days=70))
    made = run(rows[~gone & ~hole], monitor())
    assert len(made) == 2 * DAYS
    silent = made[made["why_no_bound"] == NOT_REPORTED]
    assert silent["series"].tolist() == ["a"] + ["b"] * 5
    assert (silent["level"] == "no judgement").all() and silent["q"].isna().all()
    stopped = made[made["series"] == "b"]
    assert set(stopped["data_through"]) == {FIRST + timedelta(days=DAYS - 6)}


def test_weeks_a_change_of_definition_and_a_limit_of_rows(
    run: Callable[..., pd.DataFrame],
) -> None:
    rows = drawn(["a"], 22, every=7)
    made = run(rows, monitor(every=7, ladder=WEEKLY))
    assert made["algorithm"].isna().tolist() == [True] * 9 + [False] * (len(made) - 9)
    assert len(made) == len(run(rows, monitor(every=7, ladder=WEEKLY, judges=4))) + len(made) - 4
    changed = monitor(every=7, ladder=WEEKLY, changed=(FIRST + timedelta(days=7 * 10),))
    said = run(rows, changed)["why_no_bound"]
    assert said[10] == f"{TOO_LITTLE} since the definition changed on 2020-03-11"


def test_rows_of_one_period_are_added_and_missing_ones_are_none() -> None:
    days = [date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 3)]
    rows = pd.DataFrame({"day": days, "value": [1.0, 2.0, np.nan], "until": date(2020, 1, 4)})
    series, through = regular(rows, 1)
    np.testing.assert_array_equal(series.to_numpy(), [3.0, np.nan, np.nan, np.nan])
    assert through == date(2020, 1, 1) and series.index[-1] == pd.Timestamp("2020-01-04")


def test_series_with_the_same_p_have_the_same_q(spark: SparkSession) -> None:
    """In whatever order they come: of two p of 0.02 among three, both have a q of 0.03."""
    p = {"a": 0.02, "b": 0.02, "c": 0.5, "d": None}
    for names in ("abcd", "dcba", "bdac"):
        rows = [(FIRST, name, p[name]) for name in names]
        made = spark.createDataFrame(rows, "day date, series string, p double")
        found = {r["series"]: r["q"] for r in made.withColumn("q", _q()).collect()}
        assert found == {"a": pytest.approx(0.03), "b": pytest.approx(0.03), "c": 0.5, "d": None}


def test_an_alarm_lasts_over_a_day_that_nobody_counted(run: Callable[..., pd.DataFrame]) -> None:
    rows = drawn(["a"])
    rows.loc[rows.index[-4:], "value"] = [90.0, np.nan, 90.0, 90.0]
    last = run(rows, monitor()).iloc[-4:]
    assert last["level"].tolist() == ["alert", "no judgement", "alert", "alert"]
    assert last["lasting"].tolist() == [1, 0, 2, 3]


def test_none_after_a_peak_is_no_alarm_of_many(run: Callable[..., pd.DataFrame]) -> None:
    """After quiet weeks a smoothed count stays above its bound; the period's own is none."""
    counts = [0.0] * 20
    counts[2] = counts[9] = counts[18] = 2.0
    rows = drawn(["a"], 20, 7).assign(value=counts)
    asked = monitor(every=7, ladder=WEEKLY)
    last = run(rows, asked).iloc[-1]
    assert last["observed"] == 0 and last["p"] < asked.alert and last["q"] <= asked.fdr
    assert (last["level"], last["lasting"]) == ("none", 0)
