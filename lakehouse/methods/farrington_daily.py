"""Farrington's regression for long daily series: trend, season and weekday of the last years."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lakehouse.methods.farrington_flexible import count_bound
from lakehouse.methods.judged import (
    NO_FIT,
    ONLY_ZEROS,
    TOO_LITTLE,
    Array,
    counts_of,
    judged,
    windows,
)
from lakehouse.methods.quasi_poisson import fit_reweighted

YEAR = 365.25
WEEK = 7
UNUSUAL = 2.58
# A mean so many times the most that was ever counted in a day comes of a fit that ran away.
RUNAWAY = 100


def farrington_daily(
    series: pd.Series,
    years: int = 5,
    at_least: int = 2,
    left_out: int = 14,
    waves: int = 2,
    alpha: float = 0.001,
    last: int | None = None,
) -> pd.DataFrame:
    """A daily count against a quasi-Poisson regression on up to ``years`` years before.

    Linear trend, ``waves`` harmonics of the year and a factor for the weekday; past outbreaks are
    weighted down and the bound is the negative binomial's 1 - ``alpha`` quantile, both as in
    Noufaily et al. 2013 (whose steps of the season suit weeks, not days). Fitted anew every seventh
    day, without the ``left_out`` days before, so that an outbreak does not raise its own bound.
    Not judged within ``at_least`` years of the start. ``score`` is the excess over that of the
    bound; ``last``: judge only so many days at the end.
    """
    counts = counts_of(series)
    first = int(at_least * YEAR) + left_out
    if last is not None:
        first = max(first, len(counts) - last)
    rows = np.arange(first, max(first, len(counts)))
    whole = {name: np.full(len(counts), np.nan) for name in ("expected", "upper", "score", "p")}
    why = np.full(len(counts), TOO_LITTLE, dtype=object)
    if len(rows):
        mean, dispersion, trouble = _forecast(counts, rows, int(years * YEAR), left_out, waves)
        upper, tail = count_bound(counts[rows], mean, dispersion, alpha)
        bound = np.where(trouble == "", upper, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            score = (counts[rows] - mean) / (bound - mean)
        for name, values in zip(whole, (mean, bound, score, tail), strict=True):
            whole[name][rows] = values
        why[rows] = trouble
    return judged(series, **whole, why=why)


def _forecast(
    counts: Array, rows: NDArray[np.int_], length: int, left_out: int, waves: int
) -> tuple[Array, Array, NDArray[np.str_]]:
    """Mean and dispersion for each of ``rows``, and what was wrong with its fit ('' if nothing).

    Seen from the day of a fit every window has the same design, so all are fitted at once.
    """
    length = min(length, len(counts))
    fits = np.unique(rows // WEEK) * WEEK
    before = windows(counts, length + left_out)[fits][:, :length]
    days = np.arange(-length - left_out, -left_out)
    made = fit_reweighted(_design(days, waves), before, UNUSUAL)
    with np.errstate(over="ignore"):
        ahead = np.exp(made.coefficients @ _design(np.arange(WEEK), waves).T)
    which = np.searchsorted(fits, rows // WEEK * WEEK)
    zeros = ~(np.nansum(before, axis=1) > 0)
    trouble = np.where(zeros, ONLY_ZEROS, np.where(made.good, "", NO_FIT))[which]
    mean = ahead[which, rows % WEEK]
    most = np.nan_to_num(before).max(axis=1)[which]
    return np.where(mean <= RUNAWAY * most, mean, np.nan), made.dispersion[which], trouble


def _design(days: NDArray[np.int_], waves: int) -> Array:
    """Level, trend, weekdays and harmonics of days counted from the day of the fit."""
    turn = 2 * np.pi * days / YEAR
    season = [wave(n * turn) for n in range(1, waves + 1) for wave in (np.sin, np.cos)]
    weekdays = [days % WEEK == day for day in range(1, WEEK)]
    return np.column_stack([np.ones(len(days)), days / YEAR, *weekdays, *season]).astype(float)
