"""What to take so that it is worth the most, each whole or not at all: exact, and soon done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from lakehouse.methods.judged import Array

Flags = NDArray[np.bool_]

# How many are left open at first: those about whom parts of candidates leave most doubt.
CORE = 100
# Of the worth: less than this is what a solver may be off by.
SURE = 1e-7
_EXACT = {"mip_rel_gap": 0.0}


@dataclass(frozen=True)
class Best:
    """What is taken, what no choice can be worth more than, and the price of each limit.

    ``price`` is what one unit more of a limit would be worth (the dual of the relaxed programme).
    """

    taken: Flags
    most: float
    price: Array


def best(worth: Array, rows: csr_array, upper: Array) -> Best | None:
    """The 0/1 choice of most ``worth`` with ``rows @ choice <= upper``; None where there is none.

    Solved by HiGHS. First parts of candidates may be taken: what that is worth bounds every
    choice, and each candidate's reduced cost says how much is lost at least by deciding otherwise.
    Only those that lose less than is still open between bound and choice have to be decided
    (Balas and Zemel 1980, Operations Research 28).
    """
    relaxed = linprog(-worth, A_ub=rows, b_ub=upper, bounds=(0, 1), method="highs")
    if relaxed.x is None:
        return None
    most = float(-relaxed.fun)
    lost = np.abs(relaxed.lower.marginals + relaxed.upper.marginals)
    core = np.zeros(len(worth), dtype=bool)
    core[np.argsort(lost, kind="stable")[:CORE]] = True
    found = _decided(worth, rows, upper, relaxed.x > 0.5, core)
    open_ = most + SURE * max(1.0, most) - (worth[found].sum() if found is not None else -np.inf)
    if (needed := lost <= open_)[~core].any():
        found = _decided(worth, rows, upper, relaxed.x > 0.5, core | needed)
    return None if found is None else Best(found, most, -relaxed.ineqlin.marginals)


def _decided(
    worth: Array, rows: csr_array, upper: Array, taken: Flags, core: Flags
) -> Flags | None:
    """The best choice in which all outside the ``core`` are ``taken`` or not as they are."""
    fixed = taken & ~core
    answer = milp(
        -worth[core],
        constraints=LinearConstraint(rows[:, core], -np.inf, upper - rows @ fixed.astype(float)),
        integrality=np.ones(int(core.sum())),
        bounds=Bounds(0, 1),
        options=_EXACT,
    )
    if answer.x is None:
        return None
    made = fixed.copy()
    made[core] = answer.x > 0.5
    return made
