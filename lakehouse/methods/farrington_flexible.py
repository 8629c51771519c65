"""Farrington Flexible: all weeks of the last years, a season in ten steps, a count's own bound."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom, norm, poisson

from lakehouse.methods.farrington import (
    YEAR,
    around_each_year,
    baseline,
    judgeable,
    power_bound,
    spread_out,
)
from lakehouse.methods.judged import Array, counts_of

RUNAWAY = 1e12
THRESHOLDS = ("nbPlugin", "muan", "delta")


def farrington_flexible(
    series: pd.Series,
    years: int = 5,
    half: int = 3,
    alpha: float = 0.01,
    threshold: str = "nbPlugin",
    steps: int = 10,
    last: int | None = None,
    *,
    left_out: int = 26,
    weights_above: float = 2.58,
    trend: float = 1.0,
    fewest: tuple[int, int] = (5, 4),
) -> pd.DataFrame:
    """A weekly count against all weeks of ``years`` years up to ``left_out`` weeks before.

    The weeks within ``half`` of the judged one in each year are one step of the season, the rest
    of the year makes the others; with one step the former alone are learnt from, as in 1996. A
    trend where its p is below ``trend`` (1: always), unless it predicts more than was ever seen;
    weights only from Anscombe residuals beyond ``weights_above``. The bound is the 1 - ``alpha``
    quantile of a negative binomial with the fitted mean (``nbPlugin``), with the 1 - ``alpha``
    quantile of that mean (``muan``), or that of 1996 by its 2/3 power (``delta``). Errors are taken
    from working residuals, as R surveillance does. Not judged with less than the ``fewest`` cases
    in so many weeks. The settings of 1996 are steps 1, left_out ``half``, weights_above 1, trend
    0.05 and ``delta``. Noufaily et al., Statistics in Medicine 2013; Salmon et al., J Stat
    Software 2016. Raises :class:`ValueError` for another ``threshold``, more steps than weeks, or
    where no week is left to learn from.
    """
    if threshold not in THRESHOLDS:
        raise ValueError(f"threshold {threshold} is none of {', '.join(THRESHOLDS)}.")
    counts = counts_of(series)
    every = np.arange(YEAR * years + half, left_out, -1)
    around = around_each_year(years, half)
    ages = around if steps == 1 else every
    ages = ages[ages > left_out]
    if not len(ages) or not 1 <= steps <= YEAR - 2 * half:
        raise ValueError(f"{steps} steps of {years} years but {left_out} weeks cannot be learnt.")
    rows = judgeable(len(counts), YEAR * years + half, last)
    step = season_step(ages, half, steps)
    season = [step == each for each in range(1, steps)]
    design = np.column_stack([np.ones(len(ages)), -ages / YEAR, *season]).astype(float)
    past = baseline(
        *(counts, rows, ages, design),
        threshold=weights_above,
        trend=trend,
        years=years,
        by_working=True,
    )
    mean = np.exp(past.log_rate)
    if threshold == "delta":
        upper, tail = power_bound(counts[rows], past, alpha)
        return spread_out(series, counts, rows, past, mean, upper, tail, fewest)
    most = mean
    if threshold == "muan":
        with np.errstate(over="ignore"):
            most = np.exp(past.log_rate + norm.isf(alpha) * past.error)
    upper, tail = count_bound(counts[rows], most, past.dispersion, alpha)
    return spread_out(series, counts, rows, past, mean, upper, tail, fewest)


def season_step(ages: NDArray[np.int_], half: int, steps: int) -> NDArray[np.int_]:
    """The season's step of the week ``ages`` before: 0 around the judged week of each year.

    The rest of a year is parted into ``steps`` - 1 equal stretches, the earlier ones a week
    longer where it does not divide.
    """
    if steps == 1:
        return np.zeros(len(ages), dtype=int)
    place = (half - ages) % YEAR
    width, longer = divmod(YEAR - 2 * half - 1, steps - 1)
    lengths = np.full(steps - 1, width) + (np.arange(steps - 1) < longer)
    ends = 2 * half + 1 + np.cumsum(lengths)
    return np.where(place <= 2 * half, 0, 1 + np.searchsorted(ends, place, side="right"))


def count_bound(counts: Array, mean: Array, dispersion: Array, alpha: float) -> tuple[Array, Array]:
    """Upper 1 - ``alpha`` quantile of a negative binomial of ``mean`` whose variance is
    ``dispersion`` times as large (Poisson at 1), and the chance of ``counts`` or more.

    Both are missing for a mean beyond ``RUNAWAY``, which only a fit that diverged has.
    """
    # Its quantile would not fail but end the process, and with it the judgement of all series.
    mean = np.where(mean < RUNAWAY, mean, np.nan)
    wide = dispersion > 1 + 1e-8
    size = mean / np.where(wide, dispersion - 1, 1.0)
    upper = np.where(wide, nbinom.isf(alpha, size, 1 / dispersion), poisson.isf(alpha, mean))
    tail = np.where(wide, nbinom.sf(counts - 1, size, 1 / dispersion), poisson.sf(counts - 1, mean))
    return upper, tail
