"""A day, and the last days together, against a negative binomial of the weeks before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom, norm

from lakehouse.methods.judged import Array, counts_of, judged, windows

WEEK = 7
YEAR = 52 * WEEK
FEWEST = 7
# A past count that chance would bring less often than this is set back to the one it would.
FAR = 0.01
ROUNDS = 2
# So many days of every weekday, and so many days in all, speak for no weekday and little scatter.
FLAT_WEEK, CALM, USUAL_SCATTER = 20, 20, 1.1
LEAST_MEAN = 0.05


def recent_counts(
    series: pd.Series,
    baseline: int = 56,
    guard: int = 7,
    spans: Sequence[int] = (1, 3),
    alpha: float = 0.003,
) -> pd.DataFrame:
    """A daily count, and its sum over the last ``spans`` days, against the weeks before.

    The mean of up to ``baseline`` days that end ``guard`` days before, past peaks set back, times
    the weekday's factor of the last year; scatter from the same days, drawn towards a little more
    than chance. The tail is the negative binomial's, the mean's own uncertainty included, so that
    series of few cases a week are judged as rightly as others (the predictive law of a gamma-
    Poisson model of recent counts, Hoehle 2007, Computational Statistics 22). A sum of several
    days counts only while the day itself is above its mean. ``p`` is that of the rarest span,
    held to all of them by Sidak's rule; ``score`` is its normal quantile. ``series`` is daily.
    """
    if max(spans) > guard:
        raise ValueError(f"A sum of {max(spans)} days reaches into a baseline {guard} days off.")
    counts = counts_of(series)
    factors, lags = _weekdays(counts, guard), windows(counts, max(spans))
    mean, scatter, number = _usual(counts, factors, baseline, guard)
    expected = mean * factors[:, 0]
    rare = 1 - (1 - alpha) ** (1 / len(spans))
    least, upper = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    for span in sorted(spans):
        before = lags[:, lags.shape[1] - span + 1 :]
        known = ~np.isnan(before)
        earlier = np.where(known, before, 0.0).sum(axis=1)
        # Its first column is the oldest day, of factors the last one.
        share = factors[:, 0] + (known * factors[:, span - 1 : 0 : -1]).sum(axis=1)
        law = _law(mean * share, scatter + mean * share / number)
        tail = law.sf(earlier + counts - 1)
        counted = counts > expected if span > 1 else np.isfinite(counts)
        least = np.fmin(least, np.where(counted, tail, np.nan))
        bound = law.isf(rare) - earlier
        upper = np.fmin(upper, np.maximum(bound, expected) if span > 1 else bound)
    p = 1 - (1 - least) ** len(spans)
    # A day without a case is sure to be no less: the quantile of a chance of 1 is no number.
    score = norm.isf(np.clip(p, 1e-300, 1 - 1e-16))
    return judged(series, expected=expected, upper=upper, score=score, p=p)


def _usual(counts: Array, factors: Array, baseline: int, guard: int) -> tuple[Array, Array, Array]:
    """Mean, variance over mean and number of days of what came before each day."""
    before = windows(counts, baseline + guard)[:, :baseline]
    share = factors[:, np.arange(baseline + guard, guard, -1) % WEEK]
    known = ~np.isnan(before)
    number = known.sum(axis=1).astype(float)
    number[number < FEWEST] = np.nan
    drawn = np.full(len(counts), USUAL_SCATTER)
    # What is far depends on the scatter, which is only known once far counts are set back.
    held = np.where(known, before, 0.0)
    for _ in range(ROUNDS):
        mean = held.sum(axis=1) / number
        rate = np.maximum(mean, LEAST_MEAN)
        most = np.maximum(_law(rate, drawn).isf(FAR), 1)
        most = np.where(np.isnan(most), np.inf, most)[:, None]
        held = np.minimum(np.where(known, before, 0.0), most)
        mean = held.sum(axis=1) / number
        squares = (known * (held - mean[:, None] * share) ** 2 / (rate[:, None] * share)).sum(
            axis=1
        )
        scatter = np.maximum(1.0, squares / (number - 1))
        drawn = (scatter * number + USUAL_SCATTER * CALM) / (number + CALM)
    # Half a case more: a count after weeks without any has a chance above zero.
    return mean + 0.5 / number, drawn, number


def _weekdays(counts: Array, guard: int) -> Array:
    """The factor of the weekday of each day and of the six before it, shape (days, 7)."""
    before = windows(counts, YEAR + guard)[:, :YEAR]
    known = ~np.isnan(before)
    distance: NDArray[np.int_] = np.arange(YEAR + guard, guard, -1) % WEEK
    belongs = np.eye(WEEK)[distance]
    days = known.astype(float) @ belongs
    cases = np.where(known, before, 0.0) @ belongs
    usual = cases.sum(axis=1, keepdims=True) / np.maximum(days.sum(axis=1, keepdims=True), 1)
    some = np.where(usual > 0, usual, 1.0)
    return np.where(usual > 0, (cases + FLAT_WEEK * some) / (some * (days + FLAT_WEEK)), 1.0)


def _law(mean: Array, scatter: Array):  # type: ignore[no-untyped-def]
    """The negative binomial of a mean and its variance over the mean (above 1)."""
    return nbinom(mean / (scatter - 1), 1 / scatter)
