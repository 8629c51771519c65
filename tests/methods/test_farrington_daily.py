"""The daily regression finds a heat wave at once and stays quiet in ordinary years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.farrington_daily import farrington_daily
from lakehouse.methods.farrington_flexible import count_bound
from lakehouse.methods.judged import NO_FIT, ONLY_ZEROS, TOO_LITTLE, alarms
from tests.shared_data import shared


def daily(years: float = 4, seed: int = 6) -> pd.Series:
    """Counts with a winter, a quiet Sunday and a slow rise."""
    days = np.arange(int(years * 365.25))
    mean = 100 * np.exp(0.15 * np.cos(2 * np.pi * days / 365.25) + 0.02 * days / 365.25)
    mean = mean * np.where(days % 7 == 6, 0.8, 1.0)
    counts = np.random.default_rng(seed).poisson(mean).astype(float)
    return pd.Series(counts, index=pd.date_range("2001-01-01", None, len(days)))


def test_season_weekday_and_trend_are_in_the_expectation() -> None:
    counts = daily()
    made = farrington_daily(counts)
    days = np.arange(len(counts))
    truth = 100 * np.exp(0.15 * np.cos(2 * np.pi * days / 365.25) + 0.02 * days / 365.25)
    truth = truth * np.where(days % 7 == 6, 0.8, 1.0)
    held = made["why"].isna()
    assert held.sum() == len(counts) - 730 - 14
    np.testing.assert_allclose(made["expected"][held], truth[held], rtol=0.06)
    assert (made["why"][~held] == TOO_LITTLE).all()


def test_a_heat_wave_alarms_on_its_first_day_and_raises_no_bound_of_its_own() -> None:
    counts = daily()
    before = farrington_daily(counts)["upper"]
    counts.iloc[1290:1296] *= 3
    made = farrington_daily(counts)
    assert alarms(made)[1290:1296].all()
    pd.testing.assert_series_equal(made["upper"][:1300], before[:1300])


def test_false_alarms_are_as_rare_as_alpha_says() -> None:
    rings = [alarms(farrington_daily(daily(6, seed), alpha=0.01))[745:] for seed in range(3)]
    assert 0.003 < np.mean(rings) < 0.02


def test_the_last_days_alone_are_judged_as_among_all() -> None:
    counts = daily(3)
    some = farrington_daily(counts, last=30)
    pd.testing.assert_frame_equal(some[-30:], farrington_daily(counts)[-30:])
    assert some["upper"][:-30].isna().all()


def test_zeros_gaps_and_short_series_get_a_reason() -> None:
    nothing = farrington_daily(daily() * 0)
    assert (nothing["why"][744:] == ONLY_ZEROS).all()
    assert (farrington_daily(daily(1))["why"] == TOO_LITTLE).all()
    gappy = daily()
    gappy.iloc[800:840] = np.nan
    made = farrington_daily(gappy)
    assert made["upper"][744:].notna().all() and made["why"].iloc[820] is not None


def test_deaths_of_chicago_alarm_in_few_episodes_a_year() -> None:
    file = shared("data", "chicago/health") / "deaths_daily.csv"
    deaths = pd.read_csv(file, index_col="date", parse_dates=True)["death"]
    made = farrington_daily(deaths)
    days = made.index[alarms(made)]
    apart = days.to_series().diff() > pd.Timedelta(days=3)
    begins = days[apart | (days == days[0])]
    years = made["why"].isna().sum() / 365.25
    assert len(begins) / years <= 1.5 and begins.year.value_counts().max() <= 3
    # A day with the deaths of July 1995 would lie far above every bound of these years.
    assert made["upper"].max() < 1.5 * deaths.mean()


def test_a_fit_that_runs_away_is_told_and_ends_nothing() -> None:
    """Cases on nine days shortly before the judged ones alone: no season can be told."""
    rare = pd.Series(np.zeros(900), index=pd.date_range("2020-01-01", None, 900))
    rare.iloc[680:740:7] = 1
    made = farrington_daily(rare)[744:]
    assert set(made["why"].dropna()) == {NO_FIT}
    assert made["expected"].dropna().max() <= 100
    assert (made["p"].isna() == made["why"].notna()).all()
    upper, tail = count_bound(*np.array([[3.0, 3.0], [2.0, 1e300], [1.5, 1.5]]), alpha=0.01)
    assert upper[0] > 3 > 0 < tail[0] and np.isnan([upper[1], tail[1]]).all()
