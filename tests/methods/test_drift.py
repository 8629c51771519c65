"""Drift is seen over bins that training fixed; what did not move is steady."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.methods.drift import (
    DRIFTED,
    MOVED,
    STEADY,
    TOO_FEW,
    Bins,
    drift,
    fixed_bins,
    luck_of,
    population_stability,
)

TRAINING = norm.ppf((np.arange(1000) + 0.5) / 1000)


def test_stability_by_hand() -> None:
    bins = Bins(edges=(10.0,), shares=(0.5, 0.5, 0.0))
    assert population_stability(bins, [1, 2, 10, 11]) == pytest.approx(0.25 * np.log(3), abs=1e-3)
    assert population_stability(bins, [1, 11]) == 0


def test_bins_hold_equally_many_and_stay() -> None:
    bins = fixed_bins(TRAINING)
    np.testing.assert_allclose(bins.shares, [*[0.1] * 10, 0])
    assert population_stability(bins, TRAINING) == pytest.approx(0, abs=1e-12)
    assert fixed_bins([0] * 95 + [5] * 5).edges == (0.0,)


@pytest.mark.parametrize(("shift", "says"), [(0, STEADY), (0.4, MOVED), (1, DRIFTED)])
def test_the_further_it_moves_the_louder_it_says(shift: float, says: str) -> None:
    made = drift(TRAINING, TRAINING + shift)
    assert made.says == says and made.ks == pytest.approx(2 * norm.cdf(shift / 2) - 1, abs=2e-3)
    assert (made.p < 0.05) == (shift > 0)


def test_the_p_of_so_few_is_exact_and_the_distance_has_the_values_unit() -> None:
    # No value of one lies among the other's: 2 of the 70 orders are so far apart.
    made = drift([1, 2, 3, 4], [15, 16, 17, 18])
    assert (made.ks, made.p) == (1, pytest.approx(2 / 70)) and made.distance == pytest.approx(14)


def test_bins_of_equal_width_are_counted_from_least_to_most() -> None:
    bins = fixed_bins([0, 1, 1, 1, 1, 1, 1, 1, 1, 10], bins=4, kind="width")
    assert bins.edges == (2.5, 5.0, 7.5) and bins.shares == (0.9, 0, 0, 0.1, 0)
    # Two of four left the first bin for the last: 0.4 ln(9/5) + 0.4 ln(5/1), empty bins alike.
    gone = population_stability(bins, [1, 1, 9, 9])
    assert gone == pytest.approx(0.4 * np.log(9 / 5) + 0.4 * np.log(5))


def test_values_that_go_missing_are_drift() -> None:
    gone = np.where(np.arange(1000) % 2 == 0, np.nan, TRAINING)
    assert drift(TRAINING, gone).says == DRIFTED and drift(TRAINING, gone).ks < 0.01
    assert drift(TRAINING, [np.nan]).ks == 1


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(PlanError, match="No training value"):
        fixed_bins([np.nan])
    with pytest.raises(PlanError, match="no value today"):
        population_stability(fixed_bins([1, 2]), [])


def test_what_luck_gives_is_told_apart_from_drift() -> None:
    rng = np.random.default_rng(4)
    training, bins = rng.normal(size=500), 10
    fixed = fixed_bins(training, bins)
    psi = [population_stability(fixed, rng.normal(size=100)) for _ in range(2000)]
    above = np.mean(np.array(psi) > luck_of(fixed, 500, 100))
    assert 0.003 <= above <= 0.03
    few = drift(training, rng.normal(size=12))
    assert few.luck > 0.25 and few.says in (STEADY, TOO_FEW)
