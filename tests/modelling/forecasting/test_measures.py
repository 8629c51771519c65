"""Measures against values computed by hand and by other means."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.metrics import mean_pinball_loss

from lakehouse.modelling.forecasting.measures import (
    covered,
    crps,
    judged_rows,
    pinball,
    weekly_step,
)
from tests.modelling.forecasting.conftest import LEVELS


def test_pinball_is_scikit_learns_averaged_over_quantiles() -> None:
    rng = np.random.default_rng(0)
    values, made = rng.normal(size=50), np.sort(rng.normal(size=(50, 5)), axis=1)
    each = [mean_pinball_loss(values, made[:, i], alpha=q) for i, q in enumerate(LEVELS)]
    assert pinball(values, made, LEVELS).mean() == pytest.approx(np.mean(each))


def test_twice_the_pinball_is_the_weighted_interval_score() -> None:
    value, made = 10.0, np.array([[1.0, 4, 5, 7, 8]])
    scores = [0.5 * abs(value - 5)]
    for low, high, alpha in ((1, 8, 0.1), (4, 7, 0.5)):
        missed = 2 / alpha * (max(low - value, 0) + max(value - high, 0))
        scores.append(alpha / 2 * (high - low + missed))
    wis = sum(scores) / 2.5
    assert 2 * pinball(np.array([value]), made, LEVELS)[0] == pytest.approx(wis)


def test_a_missing_value_has_no_loss() -> None:
    assert np.isnan(pinball(np.array([np.nan]), np.ones((1, 5)), LEVELS)).all()


def test_coverage_counts_the_borders() -> None:
    made = np.tile([1.0, 2, 3, 4, 5], (4, 1))
    found = covered(np.array([1.0, 4, 4.5, 6]), made, LEVELS)
    assert found["coverage_90_percent"].tolist() == [1, 1, 1, 0]
    assert found["coverage_50_percent"].tolist() == [0, 1, 0, 0]
    assert covered(np.ones(1), np.ones((1, 1)), (0.5,)) == {}


def test_the_weekly_step_is_the_mean_change_to_next_week() -> None:
    assert weekly_step(np.concatenate([np.zeros(7), np.full(7, 4.0)])) == 4
    assert weekly_step(np.ones(20)) == 1
    assert weekly_step(np.ones(3)) == 1


def test_rows_are_judged_against_the_value_so_many_days_later() -> None:
    days = pd.date_range("2020-01-01", periods=10)
    rows = judged_rows(np.arange(10.0), np.zeros((10, 5)), 7, LEVELS, days)
    assert rows["value"].iloc[:3].tolist() == [7, 8, 9]
    assert rows["loss"].notna().sum() == 3
    assert rows["scaled_error"].iloc[0] == 1.0


def test_crps_is_that_of_the_normal_distribution() -> None:
    levels = (np.arange(999) + 0.5) / 999
    quantiles = norm.ppf(levels)[None, :]
    for value in (0.0, 0.7, -2.0):
        # Gneiting and Raftery 2007, equation 21.
        wanted = value * (2 * norm.cdf(value) - 1) + 2 * norm.pdf(value) - 1 / np.sqrt(np.pi)
        made = crps(np.array([value]), quantiles, tuple(levels))
        assert made[0] == pytest.approx(wanted, abs=2e-3)


def test_crps_of_a_sure_forecast_is_its_error_and_missing_stays_missing() -> None:
    sure = np.array([[3.0] * 5, [3.0] * 5, [np.nan] * 5])
    made = crps(np.array([5.0, np.nan, 1.0]), sure, LEVELS)
    assert made[0] == pytest.approx(2.0) and np.isnan(made[1:]).all()


def test_crps_prefers_the_narrower_of_two_right_forecasts() -> None:
    rows = np.array([[-2.0, -1, 0, 1, 2], [-1, -0.5, 0, 0.5, 1]])
    wide, narrow = crps(np.zeros(2), rows, LEVELS)
    assert narrow < wide
