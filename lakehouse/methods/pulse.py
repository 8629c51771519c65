"""Whether an operating indicator is as expected this week: its range, its trend, its status."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, nbinom

from lakehouse.declare.monitor import WEEKLY
from lakehouse.methods.farrington_flexible import RUNAWAY
from lakehouse.methods.judged import Array
from lakehouse.methods.ladder import judge

# A chance of one in a hundred a side and week: one false word in four months.
ALPHA = 0.01
BACK, LEAST = 26, 8  # weeks that a measure is compared with, and how many there have to be
WIDE, TO_SIGMA = 4.0, 1.4826  # Hampel 1974: median absolute deviation to standard deviation
# A range that is narrower than this share of its middle would call rounding unusual.
NARROW = 0.02
HALVED = 40  # times that an interval of variances is halved
TREND_WEEKS, TREND_P = 13, 0.05
WITHIN, ABOVE, BELOW, NONE = "within", "above", "below", "none"
RISING, FALLING, STEADY = "rising", "falling", "steady"


def pulse(values: pd.Series, *, counted: bool) -> pd.DataFrame:
    """expected, low, high, status and trend of each week of a regular weekly series.

    Counts are judged by the ladder of named methods (season and trend from three years on), the
    low end by :func:`low_end`. Other measures lie
    within four robust standard deviations of the median of up to 26 weeks before (Hampel 1974).
    Each week is judged by the weeks before it alone. ``status``: within, above, below, or none
    where there is no value or too little history.
    """
    made = by_ladder(values) if counted else by_median(values)
    seen = values.to_numpy(dtype=float)
    unknown = np.isnan(seen) | np.isnan(made["expected"].to_numpy())
    words = np.select(
        [unknown, seen > made["high"].to_numpy(), seen < made["low"].to_numpy()],
        [NONE, ABOVE, BELOW],
        WITHIN,
    )
    return made.assign(status=words, trend=trends(seen))


def by_ladder(values: pd.Series) -> pd.DataFrame:
    """The range of weekly counts by the method that the length of history allows."""
    found = judge(values, WEEKLY, ALPHA)
    expected, high = (found[name].to_numpy(dtype=float) for name in ("expected", "upper"))
    low = low_end(expected, high)
    return pd.DataFrame({"expected": expected, "low": low, "high": high}, values.index)


def low_end(expected: Array, high: Array) -> Array:
    """The least count that at least 99 of 100 usual weeks reach.

    The lower ``ALPHA`` quantile of the widest negative binomial (Poisson where none is as narrow)
    of mean ``expected`` whose upper one is not above ``high``: counts are skewed, so what lies as
    far below as the bound lies above is mostly less than nothing. Missing where either is.
    """
    known = (expected > 0) & (expected < RUNAWAY) & (high >= expected)
    mean = np.where(known, expected, 1.0)
    most = np.floor(np.where(known, high, 1.0))
    # Between logarithms of the variance beyond the mean, as its share.
    narrow, wide = np.full(len(mean), -9.0), np.full(len(mean), 9.0)
    for _ in range(HALVED):
        middle = (narrow + wide) / 2
        held = _counts(mean, middle).sf(most) <= ALPHA
        narrow, wide = np.where(held, middle, narrow), np.where(held, wide, middle)
    low = np.where(known, _counts(mean, narrow).ppf(ALPHA), np.minimum(0.0, expected))
    return np.where(np.isnan(expected) | np.isnan(high), np.nan, np.maximum(0.0, low))


def _counts(mean: Array, more: Array):  # type: ignore[no-untyped-def]
    """Counts of ``mean`` whose variance is 1 + exp(``more``) times as large."""
    share = np.exp(more)
    return nbinom(mean / share, 1 / (1 + share))


def by_median(values: pd.Series) -> pd.DataFrame:
    """The range of a measure, such as minutes or a share, by the weeks before."""
    before = values.astype(float).shift(1).rolling(BACK, min_periods=LEAST)
    middle = before.median()
    gap = before.apply(_deviation, raw=True)
    wide = WIDE * np.maximum(TO_SIGMA * gap, NARROW * middle.abs())
    return pd.DataFrame({"expected": middle, "low": middle - wide, "high": middle + wide})


def trends(seen: Array) -> list[str | None]:
    """rising, falling or steady over the last 13 weeks (Kendall's tau), None with fewer."""
    return [
        _trend(seen[end - TREND_WEEKS : end]) if end >= TREND_WEEKS else None
        for end in range(1, len(seen) + 1)
    ]


def _trend(last: Array) -> str | None:
    if np.isnan(last).any():
        return None
    if np.ptp(last) == 0:
        return STEADY
    tau, p = kendalltau(np.arange(len(last)), last)
    if not p < TREND_P:
        return STEADY
    return RISING if tau > 0 else FALLING


def _deviation(window: Array) -> float:
    known = window[~np.isnan(window)]
    return float(np.median(np.abs(known - np.median(known))))
