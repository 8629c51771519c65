"""What each candidate says of the coming day from every hour, and by how much it was wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lakehouse.modelling.speeds.boosted import BoostedSpeeds, FittedSpeeds, between
from lakehouse.modelling.speeds.features import Steps
from lakehouse.modelling.speeds.measured import WEEK, Measured
from lakehouse.modelling.speeds.panel import Array, Flags, usual

HOURS = 24
HOW = BoostedSpeeds(ahead=(1, 2, 3, 4, 6, 9, 12, 18, 24), period=WEEK, trees=60, depth=5)
LAST, USUAL, TREES = "last value", "usual for the hour of the week", "boosted trees"


def fitted(of: Measured, known: int) -> FittedSpeeds:
    """The trees, learnt from the first ``known`` hours."""
    return HOW.fit(of.values, of.imputed, of.near, known)


def paths(of: Measured, known: int, at: Steps, trees: FittedSpeeds | None) -> dict[str, Array]:
    """What each candidate that knew the first hours says: (hours ahead, len(at), detectors).

    The trees may have been learnt from other hours; without them the plain ones speak alone.
    """
    usually = usual(of.values, of.imputed, known, WEEK, len(of.values) + HOURS)
    ahead = np.arange(1, HOURS + 1)
    habit = usually[at[None, :] + ahead[:, None]]
    said: dict[str, Array] = {LAST: np.broadcast_to(of.values[at], habit.shape), USUAL: habit}
    if trees is None:
        return said
    here = replace(trees, near=of.near, known=known)
    middle = here.middle(of.values, of.imputed, at)
    # What lies between two hours that were forecast differs from the usual as they do.
    apart = {step: speed - usually[at + step] for step, speed in middle.items()}
    path = habit + between(of.values[at] - usually[at], apart, HOURS)
    return said | {TREES: np.maximum(path, 0.0)}


def gaps(of: Measured, path: Array, first: int) -> tuple[Array, Flags]:
    """What came less what was said from hour ``first`` on, of the hours that came, and whether
    they were measured; both (hours ahead, origins, detectors)."""
    many = len(of.values) - HOURS - first
    ahead = range(1, HOURS + 1)
    came = np.stack([of.values[first + h : first + h + many] for h in ahead])
    told = np.stack([~of.imputed[first + h : first + h + many] for h in ahead])
    return came - path[:, :many], told
