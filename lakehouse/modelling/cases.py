"""The cases of a matrix: whether they can be judged at all, and which of them teach whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.modelling.design import wanted
from lakehouse.modelling.windows import Fold, Window, in_windows

NEEDED = ("as_of", "happened_on", "outcome")


def check_matrix(
    matrix: pd.DataFrame, features: Sequence[str], among: Sequence[Window], counts: bool = False
) -> None:
    """Refuse a matrix that could show a candidate the future, or that cannot be judged.

    PlanError when a column is absent, an outcome is offered as a feature, the index repeats, an
    outcome is not 0 or 1 (nor any whole number from 0, with ``counts``), or a row of a window
    happened outside that window.
    """
    wanted(matrix, [*NEEDED, *features])
    if leaked := sorted(set(features) & set(NEEDED)):
        raise PlanError(
            f"{leaked[0]} is offered as a feature, but it is only known afterwards.",
            "Take it out of the features.",
        )
    if not matrix.index.is_unique:
        raise PlanError("Two rows of the matrix share one index.", "Call reset_index(drop=True).")
    outcomes = matrix["outcome"]
    if counts and not ((outcomes >= 0) & (outcomes % 1 == 0)).all():
        raise PlanError("Some outcomes are not counts.", "Keep only rows with a known outcome.")
    if not counts and not outcomes.isin([0, 1]).all():
        raise PlanError("Some outcomes are not 0 or 1.", "Keep only rows with a known outcome.")
    as_of, happened = (
        pd.to_datetime(matrix[name], cache=False) for name in ("as_of", "happened_on")
    )
    for window in among:
        ours = in_windows(as_of, [window])
        inside = (happened >= as_of) & (happened < pd.Timestamp(window.end))
        if outside := int((ours & ~inside).sum()):
            raise PlanError(
                f"{outside} rows of the window {window.name} happened outside it.",
                "Give as_of the day of the list that the row happened under.",
            )


def rows_of(matrix: pd.DataFrame, among: Sequence[Window]) -> pd.DataFrame:
    """The rows whose as-of day lies in one of the windows, in the order of the matrix."""
    return matrix[in_windows(matrix["as_of"], among)]


def known_by(matrix: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows whose outcome was known before ``day``: a laboratory answers days after a catch.

    All of them when the matrix does not say (``known_at``).
    """
    if "known_at" not in matrix.columns:
        return matrix
    return matrix[pd.to_datetime(matrix["known_at"], cache=False) < pd.Timestamp(day)]


def teaching(
    matrix: pd.DataFrame, every: Sequence[Fold], warm_up: int, counts: bool = False
) -> tuple[Fold, ...]:
    """The folds with both outcomes (with ``counts``: anything counted) to learn from, as known.

    Early in the first season nothing has happened yet, and nobody learns from that. TooEarly
    unless more than ``warm_up`` folds are left.
    """

    def teaches(fold: Fold) -> bool:
        known = known_by(rows_of(matrix, fold.train), fold.test.start)["outcome"]
        return bool((known > 0).any() and (counts or (known == 0).any()))

    kept = tuple(fold for fold in every if teaches(fold))
    if len(kept) <= warm_up:
        what = "an outcome" if counts else "both outcomes"
        raise TooEarly(
            f"{len(kept)} of {len(every)} test windows have {what} known before them; "
            f"{warm_up + 1} are needed.",
            "Choose a later --as-of, or wait for more data.",
        )
    return kept
