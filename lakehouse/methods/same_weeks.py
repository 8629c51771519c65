"""A week's count against a few weeks alone: the detectors of Germany's RKI, and Bayes' of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from lakehouse.methods.farrington import around_each_year
from lakehouse.methods.judged import Array, counts_of, judged, windows

# By system: the last weeks, and the weeks within so many of the judged one in so many years.
SYSTEMS = {1: (6, 0, 0), 2: (6, 1, 6), 3: (0, 2, 4)}
# Above this mean a count is taken for normal, as the RKI does.
NORMAL = 20
# The largest Poisson mean whose shortest 95 % interval still holds 0, 1, ... 20 cases.
LIMITS = np.array(
    (
        *(3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633),
        *(19.050, 20.335, 21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017),
    )
)


def bayes(series: pd.Series, system: int = 1, alpha: float = 0.05) -> pd.DataFrame:
    """The count that a Poisson rate, known from n weeks alone, exceeds with chance ``alpha``.

    With Jeffreys' prior the count to come is negative binomial: size the weeks' sum + 1/2, chance
    n / (n + 1). ``system`` 1: the last six weeks; 2: those, and six on either side a year ago; 3:
    four on either side of one and two years ago (Riebler 2004; Höhle, Computational Statistics
    2007). ``score`` is the excess over that of the bound. Raises :class:`ValueError` for another
    system.
    """
    counts, total, weeks, _ = _of(series, system)
    share = weeks / (weeks + 1)
    upper = nbinom.isf(alpha, total + 0.5, share)
    p = nbinom.sf(counts - 1, total + 0.5, share)
    return _told(series, counts, (total + 0.5) / weeks, upper, p)


def rki(series: pd.Series, system: int = 1) -> pd.DataFrame:
    """The weeks' mean against its upper 95 % limit; weeks, ``score`` and errors as :func:`bayes`.

    Up to a mean of 20 the limit of Crow and Gardner (Biometrika 1959) for a Poisson count as large
    as the mean rounded down, above it two standard deviations more than the mean. It has no p.
    """
    counts, total, weeks, spread = _of(series, system)
    mean = total / weeks
    known = mean <= NORMAL
    exact = LIMITS[np.where(known, mean, 0).astype(int)]
    upper = np.where(known, exact, mean + 2 * spread)
    return _told(series, counts, mean, upper, np.full(len(counts), np.nan))


def _of(series: pd.Series, system: int) -> tuple[Array, Array, Array, Array]:
    """Counts, and of the weeks of each: their sum, number and deviation."""
    if system not in SYSTEMS:
        raise ValueError(f"system {system} is none of {', '.join(map(str, SYSTEMS))}.")
    recent, years, half = SYSTEMS[system]
    counts = counts_of(series)
    ages = np.arange(recent, 0, -1)
    if years:
        ages = np.concatenate([around_each_year(years, half), ages])
    before = windows(counts, int(ages.max()))[:, ages.max() - ages]
    weeks = (~np.isnan(before)).sum(axis=1)
    # What is missing teaches nothing; with less than half of its weeks none is judged.
    whole = (np.arange(len(counts)) >= ages.max()) & (2 * weeks >= len(ages))
    weeks = np.where(whole, weeks, np.nan)
    total = np.nansum(before, axis=1)
    gap = np.nan_to_num(before - (total / weeks)[:, None])
    spread = np.sqrt((gap**2).sum(axis=1) / (weeks - 1))
    return counts, total, weeks, spread


def _told(series: pd.Series, counts: Array, mean: Array, upper: Array, p: Array) -> pd.DataFrame:
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (counts - mean) / (upper - mean)
    return judged(series, expected=mean, upper=upper, score=score, p=p)
