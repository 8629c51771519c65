"""Scores become expected counts whose ranges hold the counts to come."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.count_calibration import LEAST, fit_count_calibrator

RNG = np.random.default_rng(5)
MEAN = RNG.gamma(1, 2, 20_000)
COUNTS = RNG.poisson(MEAN * RNG.gamma(2, 0.5, len(MEAN)))


def test_a_logarithm_gets_its_factor_and_keeps_its_shape() -> None:
    made = fit_count_calibrator(np.log(MEAN / 3), COUNTS, log_score=True)
    assert made.factor == pytest.approx(3, rel=0.03)
    np.testing.assert_allclose(made.expected(np.log([1.0, 2.0])), [made.factor, 2 * made.factor])
    assert made.dispersion == pytest.approx(0.5, abs=0.05)


def test_a_plain_score_is_drawn_to_the_mean() -> None:
    earlier = RNG.poisson(MEAN)
    made = fit_count_calibrator(earlier, COUNTS)
    assert 0 < made.slope < 1 and made.intercept > 0
    assert made.expected(earlier).mean() == pytest.approx(COUNTS.mean())


def test_ranges_hold_nine_in_ten() -> None:
    made = fit_count_calibrator(np.log(MEAN), COUNTS, log_score=True, level=0.9)
    _, low, high = made.interval(np.log(MEAN))
    assert 0.9 <= ((low <= COUNTS) & (high >= COUNTS)).mean() <= 0.97


def test_a_score_that_ranks_the_wrong_way_gives_all_the_mean() -> None:
    made = fit_count_calibrator(-MEAN, COUNTS)
    np.testing.assert_allclose(made.expected([-5.0, 5.0]), COUNTS.mean())


def test_nothing_counted_is_almost_nothing_expected() -> None:
    made = fit_count_calibrator([1.0, 2.0], [0, 0])
    mean, low, high = made.interval([1.0])
    assert (mean[0], low[0], high[0]) == (LEAST, 0, 0)


def test_nothing_scored_is_refused() -> None:
    with pytest.raises(PlanError, match="No earlier window"):
        fit_count_calibrator([], [])
