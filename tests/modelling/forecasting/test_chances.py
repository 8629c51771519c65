"""The chance of exceeding a limit agrees with the quantiles and with a normal curve's tails."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from lakehouse.modelling.forecasting.chances import chance_above
from tests.modelling.forecasting.conftest import LEVELS

NORMAL = norm.ppf(LEVELS, 100, 10)


@pytest.mark.parametrize("limit", [60, 85, 100, 112, 140])
def test_it_is_exact_for_a_normal_curve(limit: float) -> None:
    assert chance_above(limit, NORMAL, LEVELS) == pytest.approx(norm.sf(limit, 100, 10))


def test_it_is_one_less_the_level_at_each_quantile() -> None:
    made = [chance_above(q, (1, 2, 5, 20, 21), LEVELS) for q in (1, 2, 5, 20, 21)]
    assert made == pytest.approx([1 - level for level in LEVELS])


@given(st.lists(st.floats(0, 1e4), min_size=5, max_size=5), st.lists(st.floats(0, 2e4), min_size=2))
def test_a_higher_limit_is_never_likelier(quantiles: list[float], limits: list[float]) -> None:
    made = [chance_above(x, sorted(quantiles), LEVELS) for x in sorted(limits)]
    assert all(0 <= x <= 1 for x in made)
    assert (np.diff(made) <= 1e-12).all()


def test_what_is_missing_has_no_chance() -> None:
    assert np.isnan(chance_above(float("nan"), NORMAL, LEVELS))
    assert np.isnan(chance_above(5, [float("nan")] * 5, LEVELS))


def test_quantiles_that_all_but_fall_together_are_taken_as_one() -> None:
    assert chance_above(1, [0, 0, 0, 0, 5e-324], LEVELS) == 0


def test_a_certain_value_is_above_or_not() -> None:
    assert chance_above(3, [4] * 5, LEVELS) == 1
    assert chance_above(4, [4] * 5, LEVELS) == 0
