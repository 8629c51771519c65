"""Deciding about few candidates gives what deciding about all of them would."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from lakehouse.methods import binary_programme
from lakehouse.methods.binary_programme import best
from lakehouse.methods.judged import Array


def outside(worth: Array, rows: Array, upper: Array) -> float:
    """What the solver says of all candidates at once."""
    held = LinearConstraint(rows, -np.inf, upper)
    whole, exact = np.ones(len(worth)), {"mip_rel_gap": 0.0}
    return float(
        -milp(-worth, constraints=held, integrality=whole, bounds=Bounds(0, 1), options=exact).fun
    )


@pytest.mark.parametrize("core", [3, 100])
@pytest.mark.parametrize("alike", [False, True])
def test_the_core_gives_the_best_of_all(
    core: int, alike: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all bring as much for what they cost, the reduced costs rule nobody out."""
    monkeypatch.setattr(binary_programme, "CORE", core)
    draw = np.random.default_rng(5)
    for _ in range(6):
        cost = draw.integers(3, 40, 160) / 2
        worth = cost.copy() if alike else draw.random(160) * 5
        groups = np.array([draw.integers(0, 2, 160) for _ in range(3)])
        rows = np.vstack([cost, -groups])
        upper = np.array([157.25, -6, -4, -5.0])
        made = best(worth, csr_array(rows), upper)
        assert made is not None and (rows @ made.taken <= upper + 1e-9).all()
        assert worth[made.taken].sum() == pytest.approx(outside(worth, rows, upper), abs=1e-7)
        assert worth[made.taken].sum() <= made.most + 1e-9


def test_a_core_that_cannot_meet_a_floor_is_made_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary_programme, "CORE", 1)
    worth = np.array([10.0, 9, 1, 1])
    rows = np.array([[4.0, 4, 3, 3], [0, 0, -1, -1]])
    made = best(worth, csr_array(rows), np.array([7.5, -1.0]))
    assert made is not None and worth[made.taken].sum() == 11
    assert best(worth, csr_array(rows), np.array([2.0, -1.0])) is None
