"""EARS C1, C2 and C3: a count against the mean and deviation of the seven periods before."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.methods.judged import FURTHEST, Array, counts_of, judged, windows

BASELINE = 7
GUARD = 2
# With gaps in the baseline, its deviation is still taken from five periods, not from fewer.
AT_LEAST = 5


def ears_c1(
    series: pd.Series, alpha: float = 0.001, min_sigma: float = 0.0, baseline: int = BASELINE
) -> pd.DataFrame:
    """C1: (y_t - mean) / sd of the periods t-7..t-1, above the normal quantile of 1 - ``alpha``.

    Hutwagner et al., J Urban Health 2003. Returns one row per period, see
    :func:`lakehouse.methods.judged.judged`.
    """
    return _shewhart(series, alpha, min_sigma, baseline, 0)


def ears_c2(
    series: pd.Series, alpha: float = 0.001, min_sigma: float = 0.0, baseline: int = BASELINE
) -> pd.DataFrame:
    """C2: as C1, from the periods t-9..t-3, so that the start of an outbreak raises no bound."""
    return _shewhart(series, alpha, min_sigma, baseline, GUARD)


def ears_c3(
    series: pd.Series, alpha: float = 0.025, min_sigma: float = 0.0, baseline: int = BASELINE
) -> pd.DataFrame:
    """C3: the sum over t-2..t of max(0, C2 - 1); its score is that sum.

    An alarm is where the score passes the normal quantile z of 1 - ``alpha``, so where ``p``, its
    normal tail, is below ``alpha``. ``upper`` is mean + sd (z - the sum over the two periods
    before), never below zero, as documented for R surveillance (whose code computes another).
    """
    counts = counts_of(series)
    mean, deviation = _baseline(counts, baseline, GUARD, min_sigma)
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.maximum(0.0, (counts - mean) / deviation - 1)
    over = np.where(np.isnan(over), 0.0, np.minimum(over, FURTHEST))
    before = windows(over, 2)
    earlier = np.where(np.isnan(before), 0.0, before).sum(axis=1)
    upper = np.maximum(0.0, mean + deviation * (norm.isf(alpha) - earlier))
    # Three values of C2 make one of C3.
    upper = np.where(np.isnan(windows(mean, 2)).any(axis=1), np.nan, upper)
    score = over + earlier
    return judged(series, expected=mean, upper=upper, score=score, p=norm.sf(score))


def _shewhart(
    series: pd.Series, alpha: float, min_sigma: float, baseline: int, guard: int
) -> pd.DataFrame:
    counts = counts_of(series)
    mean, deviation = _baseline(counts, baseline, guard, min_sigma)
    over = counts - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(over == 0, 0.0, over / deviation)
    upper = mean + norm.isf(alpha) * deviation
    return judged(series, expected=mean, upper=upper, score=score, p=norm.sf(score))


def _baseline(counts: Array, baseline: int, guard: int, min_sigma: float) -> tuple[Array, Array]:
    """Mean and deviation of the ``baseline`` periods that end ``guard`` periods before each."""
    before = windows(counts, baseline + guard)[:, :baseline]
    known = ~np.isnan(before)
    number = known.sum(axis=1)
    need = baseline - (BASELINE - AT_LEAST)
    # The first baseline is a whole one: its gaps lie before the series began.
    began = np.arange(len(counts)) >= baseline + guard
    held = np.where(known, before, 0.0)
    some = np.where(began & (number >= max(need, 2)), number, np.nan)
    mean = held.sum(axis=1) / some
    squares = np.where(known, (before - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return mean, np.maximum(min_sigma, np.sqrt(squares / (some - 1)))
