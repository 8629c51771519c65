"""The regression is ordinary least squares on each baseline; the switch takes what explains."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.ewma import essence_ewma
from lakehouse.methods.judged import TOO_LITTLE, alarms
from lakehouse.methods.regression import essence_regression, essence_switch

WEEK = np.array([30.0, 28, 29, 31, 30, 12, 9])


def weekly(days: int, seed: int = 3) -> pd.Series:
    rng = np.random.default_rng(seed)
    mean = WEEK[np.arange(days) % 7] + 0.1 * np.arange(days)
    return pd.Series(rng.poisson(mean).astype(float), index=pd.date_range("2024-01-01", None, days))


@pytest.mark.parametrize("day", [13, 20, 45])
def test_the_forecast_is_that_of_least_squares(day: int) -> None:
    counts = weekly(60)
    held = min(day - 2, 28)
    days = np.arange(day - 2 - held, day - 2)

    def row(d: int) -> list[float]:
        return [1.0, d, *(float(d % 7 == k) for k in range(6))]

    design = np.array([row(d) for d in days])
    beta, *_ = np.linalg.lstsq(design, counts.iloc[days].to_numpy(), rcond=None)
    made = essence_regression(counts)
    assert made["expected"].iloc[day] == pytest.approx(np.array(row(day)) @ beta)
    assert (made["why"].iloc[:13] == TOO_LITTLE).all()


def test_a_weekday_pattern_is_left_to_the_regression_and_noise_to_the_ewma() -> None:
    patterned = essence_switch(weekly(80)).iloc[31:]
    assert set(patterned["algorithm"]) == {"essence_regression"}
    noise = pd.Series(np.random.default_rng(4).poisson(9, 80).astype(float))
    plain = essence_switch(noise)
    mine = plain["algorithm"] == "essence_ewma"
    assert mine.mean() > 0.9
    pd.testing.assert_series_equal(plain["p"][mine], essence_ewma(noise)["p"][mine])


def test_a_weekend_is_no_alarm_but_a_weekday_on_sunday_is() -> None:
    counts = weekly(70)
    assert not alarms(essence_regression(counts))[63:].any()
    counts.iloc[69] = 45.0  # a Sunday
    assert alarms(essence_regression(counts))[69]


def test_a_baseline_without_some_weekday_is_not_fitted() -> None:
    counts = weekly(60)
    counts.iloc[6::7] = np.nan
    assert essence_regression(counts)["why"].notna().all()
    assert (essence_switch(counts)["algorithm"] == "essence_ewma").all()
