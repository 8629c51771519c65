"""What every aberration method answers: a row per period with a bound, or why there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

COLUMNS = ("observed", "expected", "upper", "score", "p", "why")
NOT_REPORTED = "no count was reported"
BELOW_ZERO = "the count is below zero: it corrects earlier ones"
TOO_LITTLE = "too little history"
ONLY_ZEROS = "nothing but zeros so far"
NO_FIT = "the model could not be fitted"
TOO_FEW = "too few cases in the last periods"
# A baseline that never varied makes any excess infinite: so far a score goes, and no further.
FURTHEST = 1000.0


def counts_of(series: pd.Series) -> Array:
    """The counts as numbers; one that is missing or below zero teaches nothing and is missing."""
    counts = pd.Series(series).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(counts) & (counts >= 0), counts, np.nan)


def windows(values: Array, length: int) -> Array:
    """Row i holds the ``length`` values before period i; those before the start are missing."""
    padded = np.concatenate([np.full(length, np.nan), values])
    return np.lib.stride_tricks.sliding_window_view(padded, length)[: len(values)]


def judged(
    series: pd.Series,
    *,
    expected: Array,
    upper: Array,
    score: Array,
    p: Array,
    why: str | NDArray[np.str_] = TOO_LITTLE,
) -> pd.DataFrame:
    """One row per period of ``series`` with the columns ``COLUMNS``.

    ``why`` says for all or for each period why a bound is missing; where it says nothing the
    model could not be fitted. A period without a count to judge, or without a bound, has neither
    score nor p; every other score is a number within ``FURTHEST`` of 0.
    """
    series = pd.Series(series)
    raw = series.to_numpy(dtype=float, na_value=np.nan)
    reasons = np.broadcast_to(np.asarray(why, dtype=object), raw.shape)
    absent, below = ~np.isfinite(raw), raw < 0
    bare = np.isnan(upper)
    reasons = np.where(bare & (reasons == ""), NO_FIT, reasons)
    said = np.where(absent, NOT_REPORTED, np.where(below, BELOW_ZERO, np.where(bare, reasons, "")))
    silent = said != ""
    at_most = np.where(raw > expected, FURTHEST, 0.0)
    score = np.where(np.isnan(score), at_most, np.clip(score, -FURTHEST, FURTHEST))
    return pd.DataFrame(
        {
            "observed": np.where(absent, np.nan, raw),
            "expected": np.where(bare, np.nan, expected),
            "upper": upper,
            "score": np.where(silent, np.nan, score),
            "p": np.where(silent, np.nan, p),
            "why": pd.Series(said, dtype=object).where(silent, None).to_numpy(),
        },
        index=series.index,
    )


def alarms(judgement: pd.DataFrame) -> NDArray[np.bool_]:
    """Where the count lies above its upper bound: what the papers call an alarm."""
    above = judgement["observed"] > judgement["upper"]
    return np.asarray(above & judgement["why"].isna(), dtype=bool)
