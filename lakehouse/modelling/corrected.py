"""Counts in the order that is published: by what is expected with what nobody reports."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lakehouse.modelling.count_calibration import HIGHEST_LOG
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.ties import Array

# A column of the matrix: how many things each reported one of the row stands for.
TIMES = "stands_for"
# A column of judged rows: the outcome with what nobody reported.
WORTH = "worth"


def with_times(played: pd.DataFrame, matrix: pd.DataFrame) -> pd.DataFrame:
    """Out-of-time rows with what each report stands for, where the matrix says so."""
    if TIMES not in matrix.columns:
        return played
    return played.assign(**{TIMES: matrix[TIMES].reindex(played["row"]).to_numpy(dtype=float)})


def as_published(rows: pd.DataFrame, candidates: Mapping[str, Candidate]) -> pd.DataFrame:
    """The rows with ``score`` as the place in the published order, and their ``worth``.

    Lists are published by expected count times ``stands_for``, then by score. Where no count was
    expected yet (nothing to calibrate with) the score stands for it. The rows themselves where
    nothing is corrected.
    """
    if TIMES not in rows.columns:
        return rows
    times = rows[TIMES].to_numpy(dtype=float)
    score = rows["score"].to_numpy(dtype=float)
    log = rows["candidate"].map({name: c.log_odds for name, c in candidates.items()})
    plain = np.where(log.to_numpy(dtype=bool), np.exp(np.minimum(score, HIGHEST_LOG)), score)
    expected = rows["expected"].to_numpy(dtype=float)
    corrected = np.where(np.isnan(expected), plain, expected) * times
    _, order = np.unique(np.column_stack([corrected, score]), axis=0, return_inverse=True)
    worth = rows["outcome"].to_numpy(dtype=float) * times
    return rows.assign(**{"score": order.astype(float), WORTH: worth})


def worth_of(rows: pd.DataFrame) -> Array:
    """What the top of a list finds in each row: its worth, or the outcome itself."""
    return np.asarray(rows[WORTH if WORTH in rows.columns else "outcome"], dtype=float)
