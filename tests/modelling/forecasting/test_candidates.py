"""Each candidate's quantiles are in order, not below zero, and know nothing of the future."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lakehouse.modelling.forecasting.candidates import Candidate, WeekdayNaive, quantiles_of
from tests.modelling.forecasting.conftest import LEVELS, draw_series

HORIZONS = (1, 7, 10)
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
counts = st.lists(
    st.one_of(st.integers(0, 3000).map(float), st.just(float("nan"))), min_size=1, max_size=60
)


@few
@given(values=counts)
def test_quantiles_are_in_order_and_never_below_zero(candidate: Candidate, values: list) -> None:
    made = quantiles_of(candidate, np.array(values), HORIZONS, LEVELS)
    assert made.shape == (len(values), len(HORIZONS), len(LEVELS))
    known = made[np.isfinite(made).all(axis=2)]
    assert (np.diff(known, axis=-1) >= 0).all() and (known >= 0).all()


@few
@given(cut=st.integers(1, 119), seed=st.integers(0, 5))
def test_a_changed_future_changes_not_a_bit(candidate: Candidate, cut: int, seed: int) -> None:
    values = draw_series(120, seed=seed)
    changed = values.copy()
    changed[cut:] = np.random.default_rng(seed).integers(0, 9000, 120 - cut)
    before, after = (quantiles_of(candidate, v, HORIZONS, LEVELS)[:cut] for v in (values, changed))
    shorter = quantiles_of(candidate, values[:cut], HORIZONS, LEVELS)
    assert before.tobytes() == after.tobytes() == shorter.tobytes()


def test_the_past_does_count(candidate: Candidate) -> None:
    values = draw_series(120)
    changed = values.copy()
    changed[110:] *= 3
    before, after = (quantiles_of(candidate, v, (7,), LEVELS)[-1] for v in (values, changed))
    assert not np.array_equal(before, after)


def test_it_says_what_it_does(candidate: Candidate) -> None:
    assert candidate.says.endswith(".") and len(candidate.says) > 20


@pytest.mark.parametrize("values", [np.zeros(80), np.full(80, 12.0)])
def test_a_series_that_never_changes_is_expected_to_stay(
    candidate: Candidate, values: np.ndarray
) -> None:
    assert np.allclose(quantiles_of(candidate, values, HORIZONS, LEVELS)[-1], values[-1])


def test_the_weekday_naive_is_last_weeks_value_with_its_own_errors() -> None:
    values = np.tile([1.0, 2, 3, 4, 5, 6, 7], 6)
    values[-1] += 10
    made = quantiles_of(WeekdayNaive(), values, (1, 7), (0.05, 0.5, 0.95))[-1]
    assert made[0].tolist() == [1, 1, 1]
    # One error of 10 in 35: beyond its half step, none of it lies within the 95 % quantile.
    assert made[1].tolist() == [17, 17, 17]
