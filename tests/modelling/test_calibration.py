"""Probabilities come true, their intervals hold, and little data is survived."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.calibration import fit_calibrator, realised_coverage
from lakehouse.modelling.reliability import calibration_line, equal_mass_bins
from lakehouse.modelling.ties import Array


def drawn(rows: int, seed: int, slope: float = 0.8) -> tuple[Array, Array, Array, Array]:
    rng = np.random.default_rng(seed)
    score = rng.normal(3, 2, rows)
    outcome = np.asarray(rng.random(rows) < expit(-1.5 + slope * (score - 3) / 2), dtype=float)
    number = np.arange(rows, dtype=float)
    return score, outcome, number // (rows // 4), number // 25


def test_probabilities_of_new_rows_come_true() -> None:
    calibrator = fit_calibrator(*drawn(8000, 1))
    score, outcome, _, blocks = drawn(8000, 2)
    line = calibration_line(calibrator.probability(score), outcome, blocks)
    assert line.slope_low < 1 < line.slope_high and line.slope == pytest.approx(1, abs=0.12)
    assert line.intercept_low < 0 < line.intercept_high


def test_intervals_hold_the_share_of_a_tenth_of_a_window() -> None:
    held = []
    for seed in range(12):
        calibrator = fit_calibrator(*drawn(4000, seed), level=0.9)
        score, outcome, _, _ = drawn(1000, 100 + seed)
        _, low, high = calibrator.interval(score)
        held.append(realised_coverage(low, high, outcome, equal_mass_bins(score)))
    assert 0.82 <= np.mean(held) <= 0.97


def test_intervals_are_wider_when_windows_differ_from_each_other() -> None:
    score, outcome, windows, blocks = drawn(4000, 3)
    quiet = fit_calibrator(score, outcome, windows, blocks)
    shifted = np.where(windows % 2 == 0, np.where(score < 2, 1, outcome), outcome)
    restless = fit_calibrator(score, shifted, windows, blocks)
    assert quiet.dispersion < 2 < restless.dispersion
    _, low, high = restless.interval(np.array([3.0]))
    _, calm_low, calm_high = replace(restless, dispersion=1.0).interval(np.array([3.0]))
    # The redrawn lines add the same to both, so the ratio stays below the root of the dispersion.
    widening = (high[0] - low[0]) / (calm_high[0] - calm_low[0])
    assert 1.2 < widening <= np.sqrt(restless.dispersion)


def test_probability_rises_with_the_score_and_lies_in_its_interval() -> None:
    calibrator = fit_calibrator(*drawn(2000, 4))
    p, low, high = calibrator.interval(np.linspace(-50, 50, 400))
    assert (np.diff(p) >= 0).all() and p[-1] > p[0]
    assert ((low >= 0) & (low <= p) & (p <= high) & (high <= 1)).all()
    # Beyond what was seen nothing is extrapolated.
    assert p[0] == p[1] and p[-1] == p[-2]


@pytest.mark.parametrize("case", ["constant", "upside down"])
def test_a_score_that_says_nothing_gives_the_base_rate(case: str) -> None:
    score, outcome, windows, blocks = drawn(2000, 5)
    score = np.full_like(score, 7.0) if case == "constant" else -score
    calibrator = fit_calibrator(score, outcome, windows, blocks)
    p, low, high = calibrator.interval(score)
    assert np.ptp(p) == 0 and p[0] == pytest.approx(outcome.mean(), abs=0.002)
    assert low[0] < p[0] < high[0]


@pytest.mark.parametrize("ones", [0, 1, 3, 200])
def test_few_rows_of_an_outcome_still_give_finite_probabilities(ones: int) -> None:
    score = np.arange(200, dtype=float)
    outcome = (score >= 200 - ones).astype(float)
    p, low, high = fit_calibrator(score, outcome, score // 50, score // 10).interval(score)
    assert np.isfinite([p, low, high]).all() and ((p > 0) & (p < 1)).all()
    assert (np.diff(p) >= 0).all()


def test_the_seed_decides() -> None:
    first, again = (fit_calibrator(*drawn(1000, 6), seed=3) for _ in range(2))
    other = fit_calibrator(*drawn(1000, 6), seed=4)
    assert np.array_equal(first.lines, again.lines) and not np.array_equal(first.lines, other.lines)


def test_coverage_counts_groups_inside_their_mean_interval() -> None:
    low, high = np.array([0.0, 0.2, 0.4, 0.4]), np.array([0.4, 0.6, 0.6, 0.6])
    assert realised_coverage(low, high, [0, 1, 1, 1], ["a", "a", "b", "b"]) == 0.5
    with pytest.raises(PlanError, match="Coverage needs"):
        realised_coverage([np.nan], [1.0], [1], ["a"])


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(PlanError, match="No earlier window"):
        fit_calibrator([], [], [], [])


def test_intervals_of_a_long_table_are_those_of_its_parts() -> None:
    calibrator = fit_calibrator(*drawn(4000, 5))
    score = drawn(25_001, 6)[0]
    whole = calibrator.interval(score)
    parts = [calibrator.interval(part) for part in np.array_split(score, 7)]
    for number in range(3):
        assert np.array_equal(whole[number], np.concatenate([part[number] for part in parts]))
