"""Heat that was put into deaths is found again, on its days and in its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.risk.heat_and_deaths import heat_and_deaths, with_air
from lakehouse.checks.conform import conform, schema_of
from lakehouse.tables import environment, risk, surveillance
from lakehouse.transform.lagged import lagged

TableOf = Callable[..., DataFrame]


def days(years: int = 6, effect: float = 0.04, seed: int = 3) -> pd.DataFrame:
    """100 deaths a day, more for each degree over 20 on this day and the two after it.

    And more by 2 % for each degree under 15, so that there is a temperature of fewest deaths.
    """
    rng = np.random.default_rng(seed)
    day = pd.date_range("2016-01-01", periods=365 * years)
    turn = 2 * np.pi * (day.dayofyear.to_numpy() - 200) / 365
    degrees = 12 + 10 * np.cos(turn) + rng.normal(0, 3, len(day))
    over = np.maximum(degrees - 20, 0)
    rise = effect * (over + np.roll(over, 1) + np.roll(over, 2))
    deaths = rng.poisson(100 * np.exp(rise + 0.02 * np.maximum(15 - degrees, 0)))
    air = {"pm10": rng.gamma(4, 5, len(day)), "pm25": np.nan, "ozone": np.nan}
    return pd.DataFrame({"day": day, "deaths": deaths, "temperature": degrees, **air})


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return lagged(days()).set_index(["part", "at"])


def test_the_curve_rises_with_the_heat(found: pd.DataFrame) -> None:
    hot = found.loc["curve", "25"]
    assert hot["low"] < np.exp(0.04 * 3 * 5) < hot["high"] and hot["low"] > 1
    assert found.loc["curve", "5"]["low"] > 1 and 10 < hot["minimum"] < 21


def test_a_hot_day_kills_on_its_day_and_the_two_after(found: pd.DataFrame) -> None:
    lags = found.loc["lag"]["estimate"]
    assert len(lags) == 22
    assert lags.iloc[:3].min() > 1.1 and abs(lags.iloc[6:] - 1).max() < 0.06


def test_the_deaths_that_heat_caused_are_counted(found: pd.DataFrame) -> None:
    told, drawn = found.loc["attributable", "heat"], days()
    over = np.maximum(drawn["temperature"] - 20, 0)
    rise = 0.04 * (over + over.shift(1, fill_value=0) + over.shift(2, fill_value=0))
    true = (drawn["deaths"] * -np.expm1(-rise)).sum()
    assert told["low"] < true < told["high"] and told["estimate"] == pytest.approx(true, rel=0.35)


def test_the_air_that_is_measured_has_a_risk_and_the_other_has_no_row(found: pd.DataFrame) -> None:
    assert list(found.loc["air"].index) == ["pm10"]
    air = found.loc["air", "pm10"]
    assert air["low"] < 1 < air["high"] and air["high"] - air["low"] < 0.05


def test_what_the_air_does_three_days_later_is_found_and_kinds_of_particles_do_not_mix() -> None:
    """2 % more deaths three days after 10 units more of fine particles; the coarse stop early."""
    rows = days(effect=0)
    rng = np.random.default_rng(8)
    fine = pd.Series(rng.gamma(4, 5, len(rows)))
    more = 100 * np.expm1(0.002 * fine.shift(3).fillna(fine.mean()))
    coarse = pd.Series(rng.gamma(4, 10, len(rows))).where(rows.index < 1500)
    seen = fine.where(rng.random(len(rows)) > 0.05)
    rows = rows.assign(deaths=rows["deaths"] + rng.poisson(more), pm10=coarse, pm25=seen)
    found = lagged(rows).set_index(["part", "at"])
    assert list(found.loc["air"].index) == ["pm25"]
    air = found.loc["air", "pm25"]
    assert 1 < air["low"] < np.exp(0.02) < air["high"]
    # A day that was not measured is bridged, not lost with the six after it.
    assert found["days"].iloc[0] > 0.97 * len(rows)


def test_too_few_days_have_a_row_with_the_reason() -> None:
    (row,) = lagged(days(1).head(200)).to_dict("records")
    assert "365 are needed" in row["why_none"] and np.isnan(row["estimate"])


def test_only_days_known_by_then_count(spark: SparkSession) -> None:
    rows = days(4)
    rows = rows.assign(day=rows["day"].dt.date, known_at=(rows["day"] + pd.Timedelta("2D")).dt.date)
    told = spark.createDataFrame(
        rows[["day", "deaths", "temperature", "pm10", "known_at"]]
    ).withColumn("deaths", rows_int())
    death_day = told.select("*", *missing(told))
    air_day = spark.createDataFrame([], schema_of(environment.air_day))
    made = conform(heat_and_deaths(death_day, air_day, date(2018, 1, 1)), risk.heat_and_deaths)
    (through,) = {row["data_through"] for row in made.collect()}
    assert through == date(2017, 12, 29)


def rows_int():  # type: ignore[no-untyped-def]
    from pyspark.sql import functions as F

    return F.col("deaths").cast("int")


def missing(frame: DataFrame) -> list:  # type: ignore[type-arg]
    from pyspark.sql import functions as F

    fields = {f.name: f.dataType for f in schema_of(surveillance.death_day).fields}
    return [F.lit(None).cast(t).alias(n) for n, t in fields.items() if n not in frame.columns]


def test_ozone_of_stations_is_brought_to_parts_per_billion(table_of: TableOf) -> None:
    deaths = """
        day        | deaths | temperature | pm10 | ozone | known_at
        2016-07-01 | 90     | 25          | 30   | 40    | 2016-07-08
        2016-07-02 | 95     | 26          |      |       | 2016-07-09
        2016-07-03 | 95     | 26          |      |       | 2016-08-09
    """
    air = """
        station | day        | pm25 | ozone | known_at
        L01     | 2016-07-02 | 10   | 98    | 2016-07-03
        L02     | 2016-07-02 | 20   | 98    | 2016-07-03
    """
    made = with_air(
        table_of(deaths, surveillance.death_day),
        table_of(air, environment.air_day),
        date(2016, 7, 31),
    )
    rows = [(r["pm10"], r["pm25"], r["ozone"]) for r in made.orderBy("day").collect()]
    assert rows == [(30, None, 40), (None, 15, pytest.approx(50))]
