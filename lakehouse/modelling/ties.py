"""Rows of equal score taken together, so that no measure depends on the order they came in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TieGroups:
    """Rows of equal score taken together, the highest score first.

    ``rows`` and ``found`` (their outcomes added up) have shape (draws, groups): one line per set of
    row weights, so that a bootstrap is one array operation.
    """

    rows: Array
    found: Array


def checked(
    score: npt.ArrayLike, outcome: npt.ArrayLike, counts: bool = False
) -> tuple[Array, Array]:
    """Both as float arrays of one length; PlanError for missing scores or outcomes not 0 or 1.

    With ``counts`` an outcome may be any number of 0 or more.
    """
    scores, outcomes = np.asarray(score, dtype=float), np.asarray(outcome, dtype=float)
    if scores.shape != outcomes.shape or scores.ndim != 1:
        raise PlanError(
            f"{scores.shape} scores cannot be judged against {outcomes.shape} outcomes.",
            "Give one score for each outcome.",
        )
    allowed = np.isfinite(outcomes) & (outcomes >= 0) if counts else np.isin(outcomes, (0, 1))
    wrong_scores, wrong = int((~np.isfinite(scores)).sum()), int((~allowed).sum())
    if wrong_scores or wrong:
        kind = "counts" if counts else "0 or 1"
        raise PlanError(
            f"{wrong_scores} scores are missing or infinite and {wrong} outcomes are not {kind}.",
            "Score every row, and judge only rows whose outcome was observed.",
        )
    return scores, outcomes


def tie_groups(
    score: npt.ArrayLike,
    outcome: npt.ArrayLike,
    weights: npt.NDArray[np.integer] | None = None,
    counts: bool = False,
) -> TieGroups:
    """Group rows by score; ``weights`` (draws, rows) say how often a draw holds each row."""
    scores, outcomes = checked(score, outcome, counts)
    if len(scores) == 0:
        raise PlanError("An empty list cannot be judged.", "Give at least one row.")
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(scores[order]) != 0])
    times = np.ones((1, len(scores))) if weights is None else weights[:, order].astype(float)
    return TieGroups(
        np.add.reduceat(times, starts, axis=1),
        np.add.reduceat(times * outcomes[order], starts, axis=1),
    )


def ratio(above: Array, below: Array) -> Array:
    """above / below, missing where there is nothing to divide by."""
    return np.asarray(
        np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below != 0)
    )


def won_pairs(groups: TieGroups) -> tuple[Array, Array]:
    """Pairs of a 1 and a 0 that the list puts right (a tie is half a pair), and all pairs."""
    missed = groups.rows - groups.found
    all_missed = missed.sum(axis=1, keepdims=True)
    below = all_missed - np.cumsum(missed, axis=1)
    won = (groups.found * (below + missed / 2)).sum(axis=1)
    return won, groups.found.sum(axis=1) * all_missed[:, 0]


def precision_sum(groups: TieGroups) -> tuple[Array, Array]:
    """Sum over the rows with outcome 1 of the precision down to their group, and their number."""
    precision = ratio(np.cumsum(groups.found, axis=1), np.cumsum(groups.rows, axis=1))
    total = np.where(groups.found > 0, groups.found * precision, 0.0).sum(axis=1)
    return total, groups.found.sum(axis=1)


def found_in_first(groups: TieGroups, places: npt.ArrayLike) -> Array:
    """Expected sum of outcomes in the first ``places`` (a number, or one per draw; may be a half).

    A tie group cut by the border gives its share of places left, the mean of the hypergeometric
    distribution, as all orders within it are equally likely.
    """
    before = np.cumsum(groups.rows, axis=1) - groups.rows
    left = np.reshape(np.asarray(places, dtype=float), (-1, 1)) - before
    inside = np.clip(ratio(left, groups.rows), 0, 1)
    return np.asarray(np.where(groups.rows > 0, groups.found * inside, 0.0).sum(axis=1))
