"""Chances are held against what came: a planted line is found, and right chances are let be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.val_prob import smoothed, val_prob


def drawn(slope: float, shift: float, seed: int, rows: int = 8000) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    chance = rng.beta(2, 5, rows)
    return chance, (rng.random(rows) < expit(shift + slope * logit(chance))).astype(float)


def test_a_planted_line_and_its_distances_are_found() -> None:
    chance, came = drawn(0.68, -0.58, seed=1)
    made = val_prob(chance, came)
    assert made.slope == pytest.approx(0.68, abs=0.08)
    assert made.intercept == pytest.approx(-0.58, abs=0.08)
    away = np.abs(chance - expit(-0.58 + 0.68 * logit(chance)))
    assert made.e_average == pytest.approx(away.mean(), abs=0.01)
    assert made.e_90 == pytest.approx(np.quantile(away, 0.9), abs=0.02)
    assert made.e_max >= made.e_90 >= made.e_average
    assert made.u_p < 1e-6 and made.unreliability > 0
    assert made.brier == pytest.approx(((chance - came) ** 2).mean())


def test_right_chances_are_seldom_called_wrong() -> None:
    told = [val_prob(*drawn(1, 0, seed, rows=1500)) for seed in range(60)]
    assert np.mean([one.u_p < 0.05 for one in told]) <= 0.12
    # Without anything to gain the two parameters cost as much as they bring.
    assert np.mean([one.unreliability for one in told]) == pytest.approx(0, abs=6e-4)
    assert np.mean([one.e_average for one in told]) < 0.02


def test_the_curve_is_a_line_through_weighted_neighbours() -> None:
    x = np.arange(10.0)
    np.testing.assert_allclose(smoothed(x, 2 * x + 1), 2 * x + 1)
    y = np.array([0, 0, 1, 0, 1, 0, 1, 1, 0, 1.0])
    # At 0 the six nearest count, the sixth at the very reach for nothing.
    weight = np.sqrt((1 - (np.arange(5) / 5) ** 3) ** 3)
    by_hand = np.polyfit(x[:5], y[:5], 1, w=weight)
    assert smoothed(x, y)[0] == pytest.approx(by_hand[1])


def test_chances_of_few_values_and_what_cannot_be_judged() -> None:
    even = val_prob(np.repeat([0.2, 0.8], 50), np.tile([0, 0, 0, 0, 1], 20))
    assert even.e_average == pytest.approx(0.3, abs=1e-9) and even.auc == 0.5
    with pytest.raises(PlanError, match="No line"):
        val_prob([0.1, 0.4], [1, 1])
