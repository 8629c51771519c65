"""Paths: the same weekday, the average, a trend that fades and is believed as far as it is sure."""

from __future__ import annotations

import numpy as np

from lakehouse.modelling.forecasting.paths import (
    Path,
    ahead,
    average_week,
    blended,
    damped_trend,
    filled,
    same_weekday,
    shifted,
)

GROWING = np.exp(np.log(100) + 0.03 * np.arange(60))


def test_the_same_weekday_is_looked_up_in_the_last_week_known() -> None:
    values = np.arange(20.0)
    path = same_weekday(values, (1, 6, 7, 8, 14))
    assert path.center[-1].tolist() == [13, 18, 19, 13, 19]
    assert (path.trend == 0).all()


def test_the_average_is_that_of_seven_days() -> None:
    path = average_week(np.arange(10.0), (1, 9))
    assert path.center[-1].tolist() == [6, 6]
    assert np.isnan(path.center[5]).all()


def test_growth_is_carried_on_but_fades() -> None:
    made = damped_trend(GROWING, (7,), over=7, doubt=4).center[-1, 0]
    assert GROWING[-1] * 1.1 < made < GROWING[-1] * np.exp(7 * 0.03)
    lasting = damped_trend(GROWING, (7,), over=7, doubt=4, damping=1.0).center[-1, 0]
    assert abs(lasting / (GROWING[-1] * np.exp(7 * 0.03)) - 1) < 0.01


def test_growth_that_noise_explains_is_not_believed() -> None:
    noise = 100 + 20 * np.random.default_rng(3).normal(size=200)
    bold, careful = (damped_trend(noise, (7,), over=7, doubt=d).trend[40:] for d in (0, 8))
    assert np.abs(careful).mean() < 0.2 * np.abs(bold).mean()


def test_a_weekday_is_expected_again() -> None:
    values = np.tile([100.0, 100, 100, 100, 100, 60, 60], 10)
    made = damped_trend(values, (1, 6), over=14, doubt=2).center[-1]
    assert made[0] > made[1] + 20


def test_a_blend_lies_between_its_parts() -> None:
    low, high = (Path(np.full((3, 1), v), np.zeros(3)) for v in (0.0, 3.0))
    assert np.allclose(blended([low, high], (1, 1)).center, 1.0)
    assert np.allclose(blended([low, high], (0, 2)).center, 3.0)


def test_only_short_gaps_are_closed() -> None:
    values = np.array([np.nan, 5.0] + [np.nan] * 9 + [2.0])
    held = filled(values)
    assert np.isnan(held[0]) and (held[1:9] == 5).all() and np.isnan(held[9:11]).all()


def test_days_are_moved_either_way() -> None:
    values = np.arange(3.0)
    assert np.array_equal(shifted(values, 1), [np.nan, 0, 1], equal_nan=True)
    assert np.array_equal(ahead(values, 1), [1, 2, np.nan], equal_nan=True)
    assert np.isnan(shifted(values, 5)).all() and np.isnan(ahead(values, 5)).all()
    assert shifted(values, 0).tolist() == [0, 1, 2]
