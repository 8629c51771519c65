"""Cumulative residuals stay inside their limits where the function fits, and leave where not."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.cure import cumulative_residuals

RNG = np.random.default_rng(3)
TRAFFIC = RNG.uniform(1, 10, 2000)
CRASHES = RNG.poisson(0.5 * TRAFFIC)


def test_a_right_function_stays_inside() -> None:
    made = cumulative_residuals(CRASHES, 0.5 * TRAFFIC, TRAFFIC)
    assert made["inside"].mean() >= 0.95
    assert made["value"].is_monotonic_increasing


def test_a_wrong_shape_leaves_the_limits() -> None:
    flat = np.full(len(CRASHES), CRASHES.mean())
    assert cumulative_residuals(CRASHES, flat, TRAFFIC)["inside"].mean() < 0.5


def test_the_limit_is_the_formula() -> None:
    made = cumulative_residuals([1, 0, 2], [0.0, 1.0, 1.0], [3, 1, 2])
    assert made["cumulated"].tolist() == [-1.0, 0.0, 1.0]
    np.testing.assert_allclose(made["limit"], [2 * np.sqrt(2 / 3), 2 * np.sqrt(2 / 3), 0.0])


def test_one_value_is_one_point() -> None:
    assert len(cumulative_residuals([1, 0, 2], [1.0, 1.0, 1.0], [1, 1, 1])) == 1


def test_a_missing_covariate_is_refused() -> None:
    with pytest.raises(PlanError, match="CURE"):
        cumulative_residuals([1, 2], [1.0, 1.0], [1.0, float("nan")])
