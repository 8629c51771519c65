"""Calibrated probabilities have slope 1; exaggerated ones less, timid ones more."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.reliability import (
    calibration_error,
    calibration_line,
    equal_mass_bins,
    reliability_table,
)


def drawn(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    chance = expit(rng.normal(-1.5, 1, rows))
    return chance, (rng.random(rows) < chance).astype(int)


def test_true_probabilities_have_slope_one_and_intercept_nought() -> None:
    line = calibration_line(*drawn(20_000, 1))
    assert line.slope == pytest.approx(1, abs=0.05) and line.slope_low < 1 < line.slope_high
    assert line.intercept == pytest.approx(0, abs=0.08)


@pytest.mark.parametrize("stretch", [0.5, 2.0])
def test_stretching_the_log_odds_divides_the_slope(stretch: float) -> None:
    chance, outcome = drawn(5000, 2)
    plain, other = (calibration_line(expit(k * logit(chance)), outcome) for k in (1, stretch))
    assert other.slope == pytest.approx(plain.slope / stretch, rel=1e-6)
    assert not other.slope_low < 1 < other.slope_high


def test_rows_that_repeat_in_a_block_widen_the_interval() -> None:
    chance, outcome = drawn(500, 3)
    many, alike = np.repeat(chance, 4), np.repeat(outcome, 4)
    loose = calibration_line(many, alike, np.repeat(np.arange(500), 4))
    tight = calibration_line(many, alike)
    assert loose.slope == pytest.approx(tight.slope)
    ratio = (loose.slope_high - loose.slope_low) / (tight.slope_high - tight.slope_low)
    assert 1.6 < ratio < 2.4


def test_one_probability_for_all_has_no_slope() -> None:
    assert np.isnan(calibration_line([0.2, 0.2, 0.2], [0, 1, 0]).slope)


def test_bins_are_of_equal_mass_and_ties_stay_together() -> None:
    assert list(np.bincount(equal_mass_bins(np.arange(100)))) == [10] * 10
    tied = equal_mass_bins([1, 1, 1, 1, 2, 3], bins=3)
    assert len(set(tied[:4])) == 1 and tied[5] == 2
    values = np.random.default_rng(4).integers(0, 8, 60)
    turn = np.random.default_rng(5).permutation(60)
    assert np.array_equal(equal_mass_bins(values)[turn], equal_mass_bins(values[turn]))


def test_the_table_sets_the_observed_beside_the_expected() -> None:
    table = reliability_table([0.1, 0.1, 0.8, 0.8], [0, 0, 1, 0], bins=2)
    assert list(table["rows"]) == [2, 2] and list(table["observed"]) == [0, 0.5]
    assert ((table["low"] <= table["observed"]) & (table["observed"] <= table["high"])).all()
    assert calibration_error([0.1, 0.1, 0.8, 0.8], [0, 0, 1, 0], bins=2) == pytest.approx(0.2)


def test_calibration_error_is_small_for_true_probabilities_and_large_for_wrong_ones() -> None:
    chance, outcome = drawn(20_000, 6)
    assert calibration_error(chance, outcome) < 0.015
    assert calibration_error(1 - chance, outcome) > 0.4


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(PlanError, match="below 0 or above 1"):
        reliability_table([1.5], [1])
