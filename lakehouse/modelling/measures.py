"""How good a ranked list and its probabilities are, with rows of equal score counted fairly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.ties import (
    Array,
    TieGroups,
    checked,
    found_in_first,
    precision_sum,
    ratio,
    tie_groups,
    won_pairs,
)


@dataclass(frozen=True)
class AtK:
    """A share in the first k places: its mean, highest and lowest over all orders of ties."""

    expected: float
    best: float
    worst: float


def auc(score: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Chance that a row with outcome 1 is above one with 0, ties half (Hanley and McNeil 1982).

    Missing when one of the two outcomes does not occur.
    """
    return float(ratio(*won_pairs(tie_groups(score, outcome)))[0])


def average_precision(score: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Mean precision over the rows with outcome 1; tied rows count as reached together.

    The uninterpolated form of scikit-learn's ``average_precision_score``.
    """
    return float(ratio(*precision_sum(tie_groups(score, outcome)))[0])


def precision_at(score: npt.ArrayLike, outcome: npt.ArrayLike, k: int) -> AtK:
    """Share of the first k places (1 to the length of the list) with outcome 1."""
    return _at(tie_groups(score, outcome), k, float(k))


def capture_at(score: npt.ArrayLike, outcome: npt.ArrayLike, k: int) -> AtK:
    """Share of all rows with outcome 1 that are in the first k places (recall at k)."""
    groups = tie_groups(score, outcome)
    return _at(groups, k, float(groups.found.sum()))


def _at(groups: TieGroups, k: int, whole: float) -> AtK:
    rows, found = groups.rows[0], groups.found[0]
    if not 1 <= k <= rows.sum():
        raise PlanError(
            f"The list has {int(rows.sum())} places, so its first {k} cannot be judged.",
            "Give a k between 1 and the length of the list.",
        )
    left = np.clip(k - (np.cumsum(rows) - rows), 0, rows)
    counts = (
        found_in_first(groups, k)[0],
        np.minimum(found, left).sum(),
        np.maximum(0, left - (rows - found)).sum(),
    )
    shares = (float(count) / whole if whole else float("nan") for count in counts)
    return AtK(*shares)


def _probable(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> tuple[Array, Array]:
    chance, outcomes = checked(probability, outcome)
    if ((chance < 0) | (chance > 1)).any():
        raise PlanError(
            "Some probabilities are below 0 or above 1.", "Calibrate the scores before judging."
        )
    return chance, outcomes


def squared_errors(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> Array:
    """(probability - outcome)² of each row."""
    chance, outcomes = _probable(probability, outcome)
    return np.asarray((chance - outcomes) ** 2)


def log_losses(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> Array:
    """-log of the probability given to what happened, in nats; probabilities kept 1e-12 off 0."""
    chance, outcomes = _probable(probability, outcome)
    return np.asarray(-np.log(np.clip(np.where(outcomes == 1, chance, 1 - chance), 1e-12, 1)))


def brier(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Mean squared error of the probabilities (Brier 1950); smaller is better."""
    return float(squared_errors(probability, outcome).mean())


def log_score(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Mean log loss in nats (Good 1952); smaller is better."""
    return float(log_losses(probability, outcome).mean())
