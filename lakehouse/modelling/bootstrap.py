"""How sure a difference between two rankings is, by drawing whole blocks of rows again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.modelling.ties import Array, ratio, tie_groups, won_pairs

Weights = npt.NDArray[np.int16]
Measure = Callable[[Array, Array, Weights], Array]

_AT_ONCE = 1_000_000  # weights held as floats at a time: some 8 MB an array


@dataclass(frozen=True)
class Interval:
    """The mean of the draws and the borders that hold ``level`` of them."""

    mean: float
    low: float
    high: float
    level: float


def week_blocks(happened_on: npt.ArrayLike | pd.Series) -> npt.NDArray[np.int64]:
    """The ISO week of each date as a number, year * 100 + week."""
    weeks = pd.to_datetime(pd.Series(np.asarray(happened_on)), cache=False).dt.isocalendar()
    return np.asarray((weeks["year"] * 100 + weeks["week"]).to_numpy(dtype=np.int64))


def judged_weeks(happened_on: pd.Series) -> npt.NDArray[np.int64]:
    """The weeks of cases that were judged; :class:`TooEarly` where all lie in one."""
    weeks = week_blocks(happened_on)
    if len(np.unique(weeks)) < 2:
        raise TooEarly(
            f"All {len(weeks):,} cases that were judged happened in one week, which cannot show "
            "how much of the answer is luck.",
            "Choose a later --as-of, or wait for more data.",
        )
    return weeks


def block_weights(blocks: npt.ArrayLike, draws: int, seed: int) -> Weights:
    """How often each row is drawn when blocks are drawn with replacement, shape (draws, rows).

    As many blocks as there are, rows of a block always together (Davison and Hinkley 1997,
    section 8.3, with given blocks). PlanError for fewer than two blocks.
    """
    names, block = np.unique(np.asarray(blocks), return_inverse=True)
    if len(names) < 2:
        raise PlanError(
            f"{len(names)} block of rows cannot show how much luck there is.",
            "Give blocks that split the rows, such as the weeks in which they happened.",
        )
    chance = np.full(len(names), 1 / len(names))
    times = np.random.default_rng(seed).multinomial(len(names), chance, size=draws)
    return times.astype(np.int16)[:, block]


def slices(draws: int, rows: int) -> list[slice]:
    """Cut the draws so that one slice of the weights stays small in memory."""
    step = max(1, _AT_ONCE // max(rows, 1))
    return [slice(start, start + step) for start in range(0, draws, step)]


def auc_draws(score: Array, outcome: Array, weights: Weights) -> Array:
    """The AUC of each draw, shape (draws,); missing where a draw lacks one of the outcomes."""
    parts = [
        ratio(*won_pairs(tie_groups(score, outcome, weights[part])))
        for part in slices(len(weights), len(score))
    ]
    return np.concatenate(parts)


def by_repeating(measure: Callable[[Array, Array], float]) -> Measure:
    """Any measure of (score, outcome) as one of draws: slower, every draw's rows are laid out."""

    def draws(score: Array, outcome: Array, weights: Weights) -> Array:
        rows = [np.repeat(np.arange(len(score)), line) for line in weights]
        return np.array([measure(score[r], outcome[r]) if len(r) else np.nan for r in rows])

    return draws


def interval_of(values: Array, level: float = 0.95) -> Interval:
    """Percentile interval of the draws (Efron 1979); draws without a value are left out.

    All three numbers are missing when more than half of the draws have no value.
    """
    if not 0 < level < 1:
        raise PlanError(f"A level of {level} is not possible.", "Give a level between 0 and 1.")
    held = values[np.isfinite(values)]
    if 2 * len(held) < len(values) or len(held) == 0:
        return Interval(np.nan, np.nan, np.nan, level)
    low, high = np.quantile(held, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(held.mean()), float(low), float(high), level)


def paired_difference(
    score: npt.ArrayLike,
    against: npt.ArrayLike,
    outcome: npt.ArrayLike,
    blocks: npt.ArrayLike,
    *,
    measure: Measure = auc_draws,
    draws: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The interval of measure(score) - measure(against), both on the same drawn rows.

    All four arrays have one entry per row; the same seed gives the same answer.
    """
    weights = block_weights(blocks, draws, seed)
    outcomes = np.asarray(outcome, dtype=float)
    first, second = (
        measure(np.asarray(each, dtype=float), outcomes, weights) for each in (score, against)
    )
    return interval_of(first - second, level)
