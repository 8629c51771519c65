"""Play every window: learn from the windows before it, score it, and only then look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.bootstrap import week_blocks
from lakehouse.modelling.calibration import Calibrator, fit_calibrator
from lakehouse.modelling.cases import known_by, rows_of
from lakehouse.modelling.design import wanted
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.windows import Fold, Window

CHANCES = ("probability", "probability_low", "probability_high")
PARTS = 5  # so many parts of blocks are held out in turn
FIRST = ["row", "candidate", "window", "as_of", "happened_on", "outcome", "score"]

# What is said about scored rows, given the candidate's scored rows of windows that were over.
Said = Callable[[pd.DataFrame, Sequence[pd.DataFrame], Candidate], pd.DataFrame]


def play(
    matrix: pd.DataFrame,
    features: Sequence[str],
    candidates: Mapping[str, Candidate],
    folds: Sequence[Fold],
    said: Said | None = None,
    blocks: str | None = None,
) -> pd.DataFrame:
    """Scores of every candidate for every test window, given before the window was seen.

    One row per candidate and row of a test window: row (the matrix's index), candidate, window
    (its first day), as_of (the day of its list), happened_on, outcome, score, and the columns that
    ``said`` adds (by default ``probabilities``), which learns only from the candidate's scores of
    windows that were over, and whose outcomes were known, before this one started. With ``blocks``
    (a column) a window is scored in parts, each by a model that saw nothing of the part's blocks.
    """
    says = said or probabilities()
    parts_by = None if blocks is None else part_of(matrix, blocks)
    parts = []
    for name, candidate in candidates.items():
        earlier: list[tuple[Window, pd.DataFrame]] = []
        for fold in folds:
            scored = _scored(matrix, list(features), candidate, fold, parts_by).assign(
                candidate=name
            )
            over = [rows for window, rows in earlier if window.end <= fold.test.start]
            known = [known_by(rows, fold.test.start) for rows in over]
            known = [rows for rows in known if len(rows)]
            parts.append(says(scored, known, candidate))
            earlier.append((fold.test, scored))
    whole = pd.concat(parts, ignore_index=True)
    kept = [column for column in whole.columns if column not in (*FIRST, "known_at")]
    return whole[[*FIRST, *kept]]


def part_of(matrix: pd.DataFrame, blocks: str) -> pd.Series:
    """Which of ``PARTS`` parts each row's block is held out with; missing is a block of its own.

    Parts have about as many rows: the largest block left goes to the smallest part so far. So do
    spatial blocks (Roberts et al. 2017), whose neighbours would tell of each other otherwise.
    PlanError when the column is absent or has fewer than two blocks.
    """
    named = wanted(matrix, [blocks])[blocks].astype("string").fillna("")
    sizes = named.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if len(sizes) < 2:
        raise PlanError(
            f"All cases are of one {blocks}: none is left to learn from.",
            "Name a column with more values as blocks.",
        )
    filled, found = [0] * min(PARTS, len(sizes)), {}
    for block, rows in sizes.items():
        found[block] = filled.index(min(filled))
        filled[found[block]] += int(rows)
    return named.map(found)


def _scored(
    matrix: pd.DataFrame,
    features: list[str],
    candidate: Candidate,
    fold: Fold,
    parts: pd.Series | None,
) -> pd.DataFrame:
    train, test = rows_of(matrix, fold.train), rows_of(matrix, [fold.test])
    train = known_by(train, fold.test.start)
    if train.empty or test.empty:
        raise PlanError(
            f"The window {fold.test.name} has {len(test)} rows and {len(train)} to learn from.",
            "Give windows in which something happened, or leave this one out.",
        )
    score = pd.Series(np.nan, index=test.index)
    for there, here in _apart(train, test, parts):
        fitted = candidate.fit(there[features], there["outcome"].to_numpy(dtype=np.int64))
        score[here.index] = fitted.score(here[features])
    kept = {"known_at": test["known_at"].to_numpy()} if "known_at" in test.columns else {}
    return pd.DataFrame(
        {
            "row": test.index,
            "window": pd.Timestamp(fold.test.start),
            "as_of": pd.to_datetime(test["as_of"], cache=False).to_numpy(),
            "happened_on": pd.to_datetime(test["happened_on"], cache=False).to_numpy(),
            "outcome": test["outcome"].to_numpy(dtype=np.int64),
            "score": score.to_numpy(),
            **kept,
        }
    )


def _apart(
    train: pd.DataFrame, test: pd.DataFrame, parts: pd.Series | None
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Pairs of rows to learn from and rows to score: one, or one for each part that has rows."""
    if parts is None:
        yield train, test
        return
    own, others = parts.loc[test.index], parts.loc[train.index]
    for part in sorted(own.unique()):
        yield train[others != part], test[own == part]


def probabilities(level: float = 0.9, seed: int = 0) -> Said:
    """probability, probability_low and probability_high at ``level``, missing in the first window.

    A calibrator needs scores of earlier windows, and the first one has none.
    """

    def said(
        scored: pd.DataFrame, known: Sequence[pd.DataFrame], candidate: Candidate
    ) -> pd.DataFrame:
        values: Sequence[object] = (np.nan, np.nan, np.nan)
        if known:
            calibrator = calibrator_of(pd.concat(known), candidate.log_odds, level, seed)
            values = calibrator.interval(scored["score"])
        return scored.assign(**dict(zip(CHANCES, values, strict=True)))

    return said


def calibrator_of(known: pd.DataFrame, log_odds: bool, level: float, seed: int) -> Calibrator:
    """The calibrator from out-of-time rows of one candidate, the weeks redrawn together."""
    return fit_calibrator(
        known["score"],
        known["outcome"],
        known["window"],
        week_blocks(known["happened_on"]),
        log_odds=log_odds,
        level=level,
        seed=seed,
    )
