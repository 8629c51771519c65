"""Small counts rounded to 0 or the base so that all sums stay sums and stay near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from lakehouse.declare.errors import PlanError
from lakehouse.methods.count_table import CountTable
from lakehouse.methods.judged import Array

MAX_GAP = 1e-3


@dataclass(frozen=True)
class RoundingLoss:
    """How far rounded numbers lie from the true ones; ``utility`` is 1 where they are the same.

    ``utility`` is 1 less the Hellinger distance as a share of the largest there could be for that
    total, sqrt(sum (sqrt a - sqrt b)^2 / 2) / sqrt(sum a), as SmallCountRounding tells it.
    """

    max_diff: float
    mean_abs_diff: float
    root_mean_square: float
    utility: float


def rounded(table: CountTable, base: int = 3) -> pd.Series:
    """Every number of ``table`` after its finest counts from 1 to ``base`` - 1 were rounded.

    Each becomes 0 or ``base``, the others stay, and every number is the sum of the rounded finest
    counts: 1 and 2 are gone for good, nothing can be worked out from sums. Which go up is chosen
    so that the largest difference of any number is least, then the sum of differences (small
    count rounding, Langsrud and Heldal 2018, as an integer programme). PlanError for a base below
    2 or a table whose finest counts are not among its numbers.
    """
    if base < 2:
        raise PlanError(f"Counts cannot be rounded to base {base}.", "Say 2 or more, 3 as a rule.")
    finest = finest_counts(table)
    small = (finest > 0) & (finest < base)
    made = np.where(small, 0.0, finest)
    made[small] = base * _up(csr_array(table.sums[:, small]), finest[small], base)
    return pd.Series(np.round(table.sums @ made), table.values.index)


def finest_counts(table: CountTable) -> Array:
    """The finest counts, read from the numbers that are one of them alone."""
    alone = np.flatnonzero(table.sums.sum(axis=1) == 1)
    which = table.sums[alone].argmax(axis=1)
    counts = np.full(table.sums.shape[1], np.nan)
    counts[which] = table.values.to_numpy(dtype=float)[alone]
    if np.isnan(counts).any():
        raise PlanError("A finest count is not in the table.", "Round the table with it.")
    return counts


def rounding_loss(counts: pd.Series, made: pd.Series) -> RoundingLoss:
    """The loss over all ``counts``, or over the finest alone; ``made`` is matched by name.

    Of zeros alone ``utility`` is 1 where all stay, else 0.
    """
    true, now = counts.to_numpy(dtype=float), made.reindex(counts.index).to_numpy(dtype=float)
    gap = now - true
    distance = np.sqrt(((np.sqrt(true) - np.sqrt(now)) ** 2).sum() / 2)
    return RoundingLoss(
        max_diff=float(np.abs(gap).max()),
        mean_abs_diff=float(np.abs(gap).mean()),
        root_mean_square=float(np.sqrt((gap**2).mean())),
        utility=float(1 - distance / np.sqrt(true.sum())) if true.any() else float(not gap.any()),
    )


def _up(sums: csr_array, counts: Array, base: int) -> Array:
    """1 for each small count that becomes the base, 0 for the others."""
    touched = csr_array(sums[np.flatnonzero(sums.sum(axis=1))])
    rows, small = touched.shape
    if not small:
        return np.zeros(0)
    true = touched @ counts
    # One distance per sum, and one that none may exceed: it outweighs what any sum can save.
    cost = np.r_[np.zeros(small), np.ones(rows), 2.0 * rows]
    one, none = np.ones((rows, 1)), csr_array((rows, 1))
    far = hstack([csr_array((rows, small)), -eye_array(rows), one])
    above = hstack([base * touched, -eye_array(rows), none])
    below = hstack([base * touched, eye_array(rows), none])
    answer = milp(
        cost,
        constraints=[
            LinearConstraint(above, -np.inf, true),
            LinearConstraint(below, true, np.inf),
            LinearConstraint(far, 0, np.inf),
        ],
        integrality=np.r_[np.ones(small), np.zeros(rows + 1)],
        bounds=Bounds(0, np.r_[np.ones(small), np.full(rows + 1, np.inf)]),
        options={"mip_rel_gap": MAX_GAP},
    )
    return np.asarray(answer.x[:small] > 0.5, dtype=float)
