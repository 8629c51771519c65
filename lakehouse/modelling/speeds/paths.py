"""What each candidate says of the coming steps from every step, and by how much it was wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lakehouse.modelling.speeds.boosted import FittedSpeeds, between
from lakehouse.modelling.speeds.candidates import LAST, TREES, usual_one
from lakehouse.modelling.speeds.features import Steps
from lakehouse.modelling.speeds.measured import Measured
from lakehouse.modelling.speeds.panel import Array, Flags, usual


def fitted(of: Measured, known: int) -> FittedSpeeds:
    """The trees, learnt from the first ``known`` steps."""
    return of.pace.trees.fit(of.values, of.imputed, of.near, known)


def paths(of: Measured, known: int, at: Steps, trees: FittedSpeeds | None) -> dict[str, Array]:
    """What each candidate that knew the first steps says: (steps ahead, len(at), detectors).

    The trees may have been learnt from other steps; without them the plain ones speak alone.
    """
    many = of.pace.ahead
    usually = usual(of.values, of.imputed, known, of.pace.week, len(of.values) + many)
    ahead = np.arange(1, many + 1)
    habit = usually[at[None, :] + ahead[:, None]]
    said: dict[str, Array] = {
        LAST: np.broadcast_to(of.values[at], habit.shape),
        usual_one(of.pace): habit,
    }
    if trees is None:
        return said
    here = replace(trees, near=of.near, known=known)
    middle = here.middle(of.values, of.imputed, at)
    # What lies between two steps that were forecast differs from the usual as they do.
    apart = {step: speed - usually[at + step] for step, speed in middle.items()}
    path = habit + between(of.values[at] - usually[at], apart, many)
    return said | {TREES: np.maximum(path, 0.0)}


def gaps(of: Measured, path: Array, first: int) -> tuple[Array, Flags]:
    """What came less what was said from step ``first`` on, of the steps that came, and whether
    they were measured; both (steps ahead, origins, detectors)."""
    many = len(of.values) - of.pace.ahead - first
    ahead = range(1, of.pace.ahead + 1)
    came = np.stack([of.values[first + h : first + h + many] for h in ahead])
    told = np.stack([~of.imputed[first + h : first + h + many] for h in ahead])
    return came - path[:, :many], told
