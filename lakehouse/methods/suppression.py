"""Small counts left blank, with as few others as keep them from being worked out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, diags_array, hstack, kron, vstack

from lakehouse.declare.errors import PromiseBroken
from lakehouse.methods.count_table import CountTable, intervals
from lakehouse.methods.judged import Array

Flags = NDArray[np.bool_]
TOGETHER = 8
_EXACT = {"mip_rel_gap": 0.0}


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to below ``threshold`` may not be published; nor 0, where ``zeros`` say so."""

    threshold: int
    zeros: bool = False

    @property
    def least(self) -> int:
        """What everybody knows a blank to be at the least."""
        return 0 if self.zeros else 1

    @property
    def width(self) -> int:
        """How far apart low and high of every blank are at the least: as far as of the rule."""
        return self.threshold - self.least

    def small(self, values: pd.Series) -> pd.Series:
        """Which of ``values`` may not be published."""
        return (values >= self.least) & (values < self.threshold)


def suppressed(table: CountTable, rule: Rule) -> pd.DataFrame:
    """value, primary and suppressed of every number of the ``table``.

    Nobody who adds and subtracts what is published, and knows the rule and which numbers are
    blank, can say of a small count that it is below the threshold, or narrow any blank to less
    than the rule's width. (Somebody who was counted knows one more than that.) Of the sets of
    blanks that leave, for each protected number, a table higher and one lower there with all
    published numbers as they are, the cheapest is taken, a sum costing as much as what it sums up
    (Fischetti and Salazar 2001, J Am Stat Assoc 96). ``TOGETHER`` numbers are protected at a time,
    and what was blanked before is free. PromiseBroken should one stay unprotected.
    """
    primary = rule.small(table.values).to_numpy(dtype=bool)
    blank = primary.copy()
    while (weak := _too_narrow(table, blank, primary, rule)).any():
        before = blank.copy()
        for few in np.array_split(np.flatnonzero(weak), -(-int(weak.sum()) // TOGETHER)):
            blank = _blanked(table, blank, primary, few, rule)
        if (blank == before).all():
            raise PromiseBroken(
                f"{int(weak.sum())} counts cannot be protected by leaving others blank.",
                "Publish a coarser table.",
            )
    index = table.values.index
    return pd.DataFrame({"value": table.values, "primary": primary, "suppressed": blank}, index)


def _too_narrow(table: CountTable, blank: Flags, primary: Flags, rule: Rule) -> Flags:
    index = table.values.index
    found = intervals(table, pd.Series(~blank, index), rule.least)
    narrow = (found["high"] - found["low"]) < rule.width
    narrow |= primary[blank] & (found["high"] < rule.threshold)
    weak = np.zeros(len(index), dtype=bool)
    weak[np.flatnonzero(blank)] = narrow.to_numpy()
    return weak


def _blanked(
    table: CountTable, blank: Flags, primary: Flags, few: NDArray[np.intp], rule: Rule
) -> Flags:
    """The blanks and the cheapest others that protect the ``few`` numbers.

    Unknown are a 0 or 1 for each number, and for each of the few a higher and a lower table as
    moves of the finest counts; a number may move only where it is blank.
    """
    values, size = table.values.to_numpy(dtype=float), len(table.values)
    may = values >= rule.least
    rise, fall = may * float(rule.threshold), np.clip(values - rule.least, 0, rule.threshold)
    moves = block_diag([table.sums] * (2 * len(few)))
    highest, lowest = (vstack([diags_array(x)] * (2 * len(few))) for x in (rise, fall))
    wanted, least = _wanted(table.sums, values, primary, few, rule)
    held = csr_array((len(least), size))
    free = moves.shape[1]
    answer = milp(
        np.r_[_cost(table, blank), np.zeros(free)],
        constraints=[
            LinearConstraint(hstack([-highest, moves]), -np.inf, 0),
            LinearConstraint(hstack([lowest, moves]), 0, np.inf),
            LinearConstraint(hstack([held, wanted]), least, np.inf),
        ],
        integrality=np.r_[np.ones(size), np.zeros(free)],
        bounds=Bounds(
            np.r_[blank.astype(float), np.full(free, -np.inf)],
            np.r_[(may | blank).astype(float), np.full(free, np.inf)],
        ),
        options=_EXACT,
    )
    return blank if answer.x is None else np.asarray(answer.x[:size] > 0.5, dtype=bool)


def _cost(table: CountTable, blank: Flags) -> Array:
    """As many as it sums up, a little more for a large count; nothing where it is blank anyway."""
    values = table.values.to_numpy(dtype=float)
    each = table.sums.sum(axis=1) + values / (2 * max(values.max(), 1))
    return np.asarray(np.where(blank, 0, each))


def _wanted(
    sums: csr_array, values: Array, primary: Flags, few: NDArray[np.intp], rule: Rule
) -> tuple[csr_array, Array]:
    """Three rows over the moves of each number: how high, how low, how far apart; and the least."""
    signs = np.array([[1.0, 0], [0, -1], [1, -1]])
    rows = block_diag([kron(signs, sums[[i]]) for i in few])
    high = np.where(primary[few], np.maximum(rule.threshold - values[few], 0), 0)
    least = np.column_stack([high, np.zeros(len(few)), np.full(len(few), float(rule.width))])
    return csr_array(rows), least.ravel()
