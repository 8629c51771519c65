"""Bands: quantiles of past errors, weighted, scaled, mirrored, and wider after misses."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.modelling.forecasting.bands import LEAST_ERRORS, Bands, sorted_quantiles
from lakehouse.modelling.forecasting.paths import same_weekday
from tests.modelling.forecasting.conftest import LEVELS, draw_series


def test_sorted_quantiles_with_equal_weights_are_hazens() -> None:
    values = np.array([1.0, 2, 3, 4])
    made = sorted_quantiles(values, np.ones(4), np.array([0.0, 0.125, 0.5, 0.875, 1]))
    assert made.tolist() == [1, 1, 2.5, 4, 4]
    assert np.array_equal(made[1:4], np.quantile(values, [0.125, 0.5, 0.875], method="hazen"))


def test_a_weight_counts_like_that_many_values() -> None:
    heavy = sorted_quantiles(np.array([1.0, 9]), np.array([1.0, 99]), np.array([0.5]))
    assert heavy[0] > 8.9


def around(values: np.ndarray, bands: Bands, horizon: int = 7) -> np.ndarray:
    path = same_weekday(values, (horizon,))
    return bands.around(values, path, (horizon,), LEVELS)[:, 0]


def test_nothing_is_said_before_there_are_enough_errors() -> None:
    made = around(draw_series(60), Bands())
    # The naive needs no week to start, its first error is known after seven days.
    assert np.flatnonzero(np.isfinite(made).all(axis=1))[0] == 7 + LEAST_ERRORS - 1


def test_recent_errors_count_more_with_a_half_life() -> None:
    values = np.concatenate([draw_series(80) * 5, draw_series(80)])
    long, short = (around(values, Bands(half_life=h))[-1] for h in (400, 10))
    assert short[-1] - short[0] < 0.5 * (long[-1] - long[0])


def test_mirrored_errors_expect_a_rise_like_a_fall() -> None:
    falling = np.round(900 * np.exp(-0.02 * np.arange(90)))
    leaning, even = (around(falling, Bands(mirrored=m))[-1] for m in (0, 1))
    assert leaning[-1] < falling[-1]
    assert even[-1] - falling[-1] == pytest.approx(falling[-1] - even[0])


def test_scaled_errors_grow_with_the_level() -> None:
    values = draw_series(120, wave=0.06, rises=90)
    flat, grown = (around(values, Bands(scaled=s, share=0.05))[-1] for s in (False, True))
    assert grown[-1] - grown[0] > flat[-1] - flat[0]


def test_bands_widen_after_misses() -> None:
    values = draw_series(150, wave=0.07, rises=120)
    fixed, adaptive = (around(values, Bands(step=s)) for s in (0.0, 0.1))
    width = [made[:, -1] - made[:, 0] for made in (fixed, adaptive)]
    assert width[1][-1] > width[0][-1]


def test_bands_hold_what_they_promise_where_nothing_changes() -> None:
    values = draw_series(500, seed=4)
    made = around(values, Bands())
    held = (made[:-7, 0] <= values[7:]) & (values[7:] <= made[:-7, -1])
    assert 0.86 < held[60:].mean() < 0.94
