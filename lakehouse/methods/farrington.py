"""Farrington's algorithm of 1996: the same weeks of earlier years, a trend, a skewed bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student

from lakehouse.methods.judged import (
    NO_FIT,
    TOO_FEW,
    TOO_LITTLE,
    Array,
    counts_of,
    judged,
    windows,
)
from lakehouse.methods.quasi_poisson import fit_reweighted

YEAR = 52
# Below three earlier years a trend cannot be told from chance.
YEARS_FOR_TREND = 3
# Of counts that are all alike only rounding is left, which tells no trend.
LEAST_SCATTER = 1e-9
# A trend that ends in nothing, or in all, stops at a log rate that still has an exponential.
FARTHEST = 300.0


@dataclass(frozen=True)
class Baseline:
    """What the past says of each period: log rate, its error, dispersion, and if it was fitted."""

    log_rate: Array
    error: Array
    dispersion: Array
    good: NDArray[np.bool_]


def farrington(
    series: pd.Series,
    years: int = 5,
    half: int = 3,
    alpha: float = 0.01,
    last: int | None = None,
    *,
    threshold: float = 1.0,
    trend: float = 0.05,
    fewest: tuple[int, int] = (5, 4),
) -> pd.DataFrame:
    """A weekly count against the weeks within ``half`` of it in ``years`` earlier years.

    Quasi-Poisson with a trend where it is significant at ``trend`` and predicts nothing above all
    that was seen; past outbreaks (Anscombe residuals above ``threshold``) weighted down; the bound
    is that of the two-sided 1 - ``alpha`` interval after the 2/3-power transformation. Not judged
    with less than the ``fewest`` cases in so many weeks (five in four). ``last``: judge only so
    many periods at the end. ``score`` is the excess over that of the bound. Farrington, Andrews,
    Beale and Catchpole, J R Stat Soc A 1996.
    """
    ages = around_each_year(years, half)
    counts = counts_of(series)
    rows = judgeable(len(counts), YEAR * years + half, last)
    design = np.column_stack([np.ones(len(ages)), -ages / YEAR])
    past = baseline(counts, rows, ages, design, threshold=threshold, trend=trend, years=years)
    mean = np.exp(past.log_rate)
    upper, tail = power_bound(counts[rows], past, alpha / 2)
    return spread_out(series, counts, rows, past, mean, upper, tail, fewest)


def around_each_year(years: int, half: int) -> NDArray[np.int_]:
    """How many weeks back the weeks within ``half`` of the judged one lie in each earlier year.

    Raises :class:`ValueError` without a year, or where the weeks of two years would meet.
    """
    if years < 1 or not 0 <= half < YEAR // 2:
        raise ValueError(f"{half} weeks on either side in {years} years cannot be learnt from.")
    weeks = np.arange(half, -half - 1, -1)
    return np.concatenate([YEAR * back + weeks for back in range(years, 0, -1)])


def power_bound(counts: Array, past: Baseline, alpha: float) -> tuple[Array, Array]:
    """The 1 - ``alpha`` quantile after the 2/3-power transformation, and the chance of ``counts``.

    The error of the mean itself is mean * error: both uncertainties add up (section 3.7).
    """
    mean = np.exp(past.log_rate)
    deviation = np.sqrt(4 / 9 * np.cbrt(mean) * (past.dispersion + mean * past.error**2))
    root = np.cbrt(mean) ** 2
    upper = (root + norm.isf(alpha) * deviation) ** 1.5
    return upper, norm.sf((np.cbrt(counts) ** 2 - root) / deviation)


def judgeable(length: int, need: int, last: int | None) -> NDArray[np.int_]:
    """Positions with ``need`` periods before them, among the ``last`` ones."""
    first = need if last is None else max(need, length - last)
    return np.arange(first, max(first, length))


def baseline(
    counts: Array,
    rows: NDArray[np.int_],
    ages: NDArray[np.int_],
    design: Array,
    *,
    threshold: float,
    trend: float,
    years: int,
    by_working: bool = False,
) -> Baseline:
    """Fit all ``rows`` at once on the periods ``ages`` before each; column 1 of design is time.

    Seen from the judged week every design is the same, and the week itself is its intercept.
    ``by_working``: errors by the working residuals instead of Pearson's.
    """
    before = windows(counts, int(ages.max()))[rows][:, ages.max() - ages]
    if not len(rows):
        nothing = np.empty(0)
        return Baseline(nothing, nothing, nothing, np.empty(0, dtype=bool))
    one = fit_reweighted(design, before, threshold)
    spread = one.working if by_working else one.dispersion
    # As in R a trend is the surer the less counts scatter, even less than by chance.
    scatter = np.maximum(one.working if by_working else one.pearson, LEAST_SCATTER)
    error = np.sqrt(scatter * one.covariance[:, 1, 1])
    chance = 2 * student.sf(np.abs(one.coefficients[:, 1]) / error, one.freedom)
    most = np.nanmax(np.where(np.isnan(before), -np.inf, before), axis=1)
    ahead = np.clip(one.coefficients[:, 0], -FARTHEST, FARTHEST)
    sloped = one.good & (chance <= trend) & (np.exp(ahead) <= most)
    sloped &= years >= YEARS_FOR_TREND
    level = np.delete(design, 1, axis=1)
    flat = one if sloped.all() else fit_reweighted(level, before, threshold)
    flat_spread = flat.working if by_working else flat.dispersion
    variance = np.where(
        sloped, spread * one.covariance[:, 0, 0], flat_spread * flat.covariance[:, 0, 0]
    )
    return Baseline(
        np.where(sloped, ahead, flat.coefficients[:, 0]),
        np.sqrt(variance),
        np.where(sloped, one.dispersion, flat.dispersion),
        np.where(sloped, one.good, flat.good),
    )


def spread_out(
    series: pd.Series,
    counts: Array,
    rows: NDArray[np.int_],
    past: Baseline,
    mean: Array,
    upper: Array,
    tail: Array,
    fewest: tuple[int, int] = (5, 4),
) -> pd.DataFrame:
    """The judgement of ``rows`` among all periods; no bound under ``fewest`` (cases, periods)."""
    cases, periods = fewest
    lately = np.convolve(np.nan_to_num(counts), np.ones(periods))[: len(counts)][rows]
    why = np.full(len(counts), TOO_LITTLE, dtype=object)
    why[rows] = np.where(past.good, TOO_FEW, NO_FIT)
    bound = np.where(past.good & (lately >= cases), upper, np.nan)
    whole = {name: np.full(len(counts), np.nan) for name in ("expected", "upper", "score", "p")}
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (counts[rows] - mean) / (bound - mean)
    for name, values in zip(whole, (mean, bound, score, tail), strict=True):
        whole[name][rows] = values
    return judged(series, **whole, why=why)
