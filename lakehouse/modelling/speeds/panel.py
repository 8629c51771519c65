"""Speeds of many detectors step by step: what was measured, what stands for gaps, the usual."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def filled(speeds: npt.ArrayLike) -> tuple[Array, Flags]:
    """Speeds without gaps, and where one was imputed; shape (steps, detectors) both.

    A speed that is missing or not above 0 was not measured: the last one before stands for it, so
    that nothing later is known; before the first one, the first. PlanError for a detector that
    was never read.
    """
    read = np.atleast_2d(np.asarray(speeds, dtype=float))
    measured = read > 0
    if not len(read) or not measured.any(axis=0).all():
        raise PlanError(
            f"{int((~measured.any(axis=0)).sum())} of {read.shape[1]} detectors were never read.",
            "Leave them out, and say that nothing can be forecast there.",
        )
    held = pd.DataFrame(np.where(measured, read, np.nan)).ffill().bfill()
    return held.to_numpy(dtype=float), ~measured


def usual(
    values: Array, imputed: Flags, known: int, period: int, steps: int, around: int = 0
) -> Array:
    """The mean speed at this point of the period, shape (steps, detectors).

    Only the first ``known`` steps are looked at, never the period itself that a step lies in: so
    the usual of a training step tells no more than that of a step to come. ``around`` steps on
    both sides are averaged along. Where no other period was measured, the detector's mean.
    """
    there = ~imputed[:known]
    seen = np.where(there, values[:known], 0.0)
    slot, turn = np.arange(steps) % period, np.arange(steps) // period
    sums, counts = np.zeros((2, period, values.shape[1]))
    np.add.at(sums, slot[:known], seen)
    np.add.at(counts, slot[:known], there)
    mean = seen.sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    made = np.empty((steps, values.shape[1]))
    for one in range(int(turn[-1]) + 1):
        here = np.flatnonzero(turn == one)
        own = here[here < known]
        total, many = sums.copy(), counts.copy()
        total[slot[own]] -= seen[own]
        many[slot[own]] -= there[own]
        total, many = _around(total, around), _around(many, around)
        level = np.where(many > 0.5, total / np.maximum(many, 1.0), mean)
        made[here] = level[slot[here]]
    return made


def _around(rows: Array, around: int) -> Array:
    """Sums over the rows beside each one; the period closes in itself."""
    return np.asarray(
        np.sum([np.roll(rows, step, axis=0) for step in range(-around, around + 1)], axis=0)
    )
