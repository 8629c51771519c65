"""Rare counts alarm as seldom as they should, and an outbreak of a few days adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from lakehouse.methods.judged import NOT_REPORTED, TOO_LITTLE, alarms
from lakehouse.methods.recent_counts import recent_counts

WEEK = np.array([1.3, 1.0, 1.0, 1.0, 0.9, 0.9, 0.9])


def daily(mean: float, days: int = 400, seed: int = 1, scatter: float = 0.0) -> pd.Series:
    """Counts with a busy Monday; ``scatter`` is the variance of a factor of each day."""
    rng = np.random.default_rng(seed)
    rate = mean * WEEK[np.arange(days) % 7]
    if scatter:
        rate = rate * rng.gamma(1 / scatter, scatter, days)
    return pd.Series(rng.poisson(rate).astype(float), pd.date_range("2022-01-03", None, days))


@pytest.mark.parametrize(("mean", "scatter"), [(0.1, 0.0), (1.5, 0.1), (12.0, 0.1), (40.0, 0.02)])
def test_false_alarms_are_no_more_frequent_than_alpha_says(mean: float, scatter: float) -> None:
    rings = [
        alarms(recent_counts(daily(mean, 700, seed, scatter), alpha=0.01))[28:]
        for seed in range(12)
    ]
    # Among 8,000 days 80 are expected; counts are whole, so rare series have fewer.
    assert np.mean(rings) < 0.0125
    assert mean < 1 or np.mean(rings) > 0.003


def test_the_bound_and_the_chance_say_the_same() -> None:
    made = recent_counts(daily(3.0, 700), alpha=0.02)
    rare = (made["p"] < 0.02).to_numpy()
    assert rare.any()
    np.testing.assert_array_equal(alarms(made), rare)


def test_the_day_alone_is_a_negative_binomial_tail_of_the_last_weeks() -> None:
    """Constant counts: mean 4 and half a case, scatter drawn from 1 towards 1.1, no weekday."""
    series = pd.Series(4.0, pd.date_range("2022-01-03", None, 100))
    series.iloc[99] = 11
    made = recent_counts(series, spans=(1,)).iloc[99]
    mean = 4 + 0.5 / 56
    scatter = (56 + 1.1 * 20) / 76 + mean / 56
    assert made["expected"] == pytest.approx(mean)
    assert made["p"] == pytest.approx(nbinom.sf(10, mean / (scatter - 1), 1 / scatter))


def test_three_days_of_a_little_too_many_alarm_where_no_single_day_does() -> None:
    series = daily(6.0, 200)
    series.iloc[150:153] = [13, 13, 14]
    alone = alarms(recent_counts(series, spans=(1,), alpha=0.002))[150:153]
    together = alarms(recent_counts(series, alpha=0.002))[150:153]
    assert not alone.any() and together[-1]


def test_a_quiet_day_after_a_peak_is_no_alarm() -> None:
    series = daily(2.0, 200)
    series.iloc[150:152] = [30, 0]
    assert alarms(recent_counts(series))[150:152].tolist() == [True, False]


def test_the_weekday_is_in_the_expectation_and_a_past_outbreak_is_not() -> None:
    series = daily(10.0, 400)
    usual = recent_counts(series)["expected"]
    assert usual[-7:].max() / usual[-7:].min() == pytest.approx(1.3 / 0.9, rel=0.15)
    series.iloc[360:364] = 60
    assert recent_counts(series)["expected"].iloc[399] == pytest.approx(usual.iloc[399], rel=0.15)


def test_history_that_is_short_or_has_gaps_is_told() -> None:
    made = recent_counts(daily(5.0, 60))
    assert (made["why"][:14] == TOO_LITTLE).all() and made["why"][14:].isna().all()
    gappy = daily(5.0, 200)
    gappy.iloc[100:130] = np.nan
    late = recent_counts(gappy)
    assert (late["why"][100:130] == NOT_REPORTED).all()
    assert late["why"][130:].isna().all() and late["p"][130:].notna().all()


def test_a_sum_that_reaches_into_the_baseline_is_refused() -> None:
    with pytest.raises(ValueError, match="8 days"):
        recent_counts(daily(1.0, 40), spans=(1, 8))
