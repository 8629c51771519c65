"""Splines are those of R; a cross-basis is what its sums say, day by day and lag by lag."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.cross_basis import CrossBasis
from lakehouse.methods.natural_spline import log_knots, natural_spline, spread_knots


def test_columns_are_those_of_r() -> None:
    height = np.arange(58.0, 73)
    made = natural_spline(height, spread_knots(height, 5), (58, 72))
    # As R prints them for ns(women$height, df = 5).
    told = [
        [0, 0, 0, 0, 0],
        [7.592323e-03, 0, -8.670223e-02, 2.601067e-01, -1.734045e-01],
        [6.073858e-02, 0, -1.503044e-01, 4.509132e-01, -3.006088e-01],
    ]
    np.testing.assert_allclose(made[:3], told, atol=5e-8)


def test_curves_are_straight_beyond_their_ends_and_missing_stays_missing() -> None:
    x = np.array([-3.0, -2, -1, 0, 11, 12, 13, np.nan])
    made = natural_spline(x, [2, 5, 7], (0, 10), intercept=True)
    np.testing.assert_allclose(np.diff(made[:4], 2, axis=0), 0, atol=1e-10)
    np.testing.assert_allclose(np.diff(made[4:7], 2, axis=0), 0, atol=1e-10)
    assert made.shape == (8, 5) and np.isnan(made[7]).all()


def test_a_straight_line_and_a_level_are_among_the_curves() -> None:
    x = np.linspace(-5, 15, 40)
    made = natural_spline(x, [2, 5, 7], (0, 10), intercept=True)
    for shape in (np.ones(40), x):
        left = shape - made @ np.linalg.lstsq(made, shape, rcond=None)[0]
        np.testing.assert_allclose(left, 0, atol=1e-9)


def test_log_knots_are_equally_far_apart_on_their_scale() -> None:
    made = log_knots(21, 3)
    assert np.diff(np.log(made)) == pytest.approx([np.log(made[1] / made[0])] * 2)
    assert made[-1] * made[1] / made[0] == pytest.approx(21)


@pytest.mark.parametrize("knots", [[2.0, 2.0], [0.0, 5.0], [5.0, 11.0]])
def test_knots_that_do_not_fit_are_refused(knots: list[float]) -> None:
    with pytest.raises(PlanError, match="Knots have to lie between 0 and 10"):
        natural_spline([1.0], knots, (0, 10))


@pytest.fixture
def basis() -> tuple[CrossBasis, np.ndarray]:
    x = np.random.default_rng(1).normal(10, 8, 200)
    return CrossBasis.of(x, 5), x


def test_columns_are_sums_over_the_past(basis: tuple[CrossBasis, np.ndarray]) -> None:
    made, x = basis
    columns = made.columns(x)
    assert np.isnan(columns[:5]).all() and np.isfinite(columns[5:]).all()
    each = natural_spline(x, made.knots, made.ends)
    lags = natural_spline(np.arange(6), log_knots(5, 3), (0, 5), intercept=True)
    for day in (5, 77, 199):
        for v in range(4):
            for k in range(5):
                by_hand = sum(each[day - lag, v] * lags[lag, k] for lag in range(6))
                assert columns[day, v * 5 + k] == pytest.approx(by_hand, abs=1e-12)


def test_a_constant_exposure_has_the_overall_risk(basis: tuple[CrossBasis, np.ndarray]) -> None:
    made, _ = basis
    always = made.columns(np.full(6, 20.0))[5] - made.columns(np.full(6, 8.0))[5]
    np.testing.assert_allclose(made.overall([20.0], 8.0)[0], always, atol=1e-12)
    np.testing.assert_allclose(made.by_lag(20.0, 8.0).sum(axis=0), always, atol=1e-12)


def test_a_missing_day_is_missing_for_as_long_as_it_counts(
    basis: tuple[CrossBasis, np.ndarray],
) -> None:
    made, x = basis
    x = x.copy()
    x[50] = np.nan
    missing = np.flatnonzero(np.isnan(made.columns(x)).any(axis=1))
    assert missing.tolist() == [0, 1, 2, 3, 4, 50, 51, 52, 53, 54, 55]
    assert np.isnan(made.columns(x[:4])).all()
