"""Forecasts of parts and of their sum made to agree, over sampled futures of all days ahead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm

from lakehouse.modelling.forecasting.paths import Path, ahead
from lakehouse.modelling.ties import Array

# So many past days must have shown all errors up to the last day ahead.
LEAST_DAYS = 30


def past_errors(values: Array, path: Path, horizons: Sequence[int]) -> Array:
    """By how much each day's path was below what came, shape (days, horizons)."""
    came = np.column_stack([ahead(values, h) for h in horizons])
    return np.asarray(came - path.center)


def together(errors: Sequence[Array]) -> list[Array]:
    """Each series' errors of the days on which all errors of all of them are known."""
    whole = np.logical_and.reduce([np.isfinite(e).all(axis=1) for e in errors])
    return [e[whole] for e in errors]


def futures(errors: Array, quantiles: Array, levels: Sequence[float]) -> Array:
    """As many possible futures as there were days with errors, shape (days, horizons).

    ``quantiles``: shape (horizons, levels). Each future takes the place in the forecast's
    distribution that a past day's errors had among all errors, so what hung together over days
    ahead, and over series with the errors of the same days, hangs together again (Schaake
    shuffle; Clark and others 2004, J Hydrometeorol 5). Not below zero.
    """
    size = errors.shape
    # Counts make equal errors: a lot decides among them, else all of these would share one place.
    lot = np.random.default_rng(LEAST_DAYS).random(size)
    order = np.lexsort((lot, errors), axis=0)
    place = np.empty(size)
    np.put_along_axis(place, order, (np.arange(size[0])[:, None] + 0.5) / size[0], axis=0)
    made = [values_at(p, q, levels) for p, q in zip(place.T, quantiles, strict=True)]
    return np.asarray(np.maximum(np.column_stack(made), 0))


def values_at(chances: Array, quantiles: Array, levels: Sequence[float]) -> Array:
    """The values that the distribution of these quantiles reaches with these chances.

    Linear in the normal deviate of the chance, beyond the outermost as steep as in the last step:
    the inverse of ``chances.chance_above``.
    """
    z, at = norm.ppf(chances), norm.ppf(np.asarray(levels, dtype=float))
    made = np.interp(z, at, quantiles)
    first, last = np.diff(quantiles)[[0, -1]] / np.diff(at)[[0, -1]]
    made = np.where(z < at[0], quantiles[0] + (z - at[0]) * first, made)
    return np.asarray(np.where(z > at[-1], quantiles[-1] + (z - at[-1]) * last, made))


def reconciled(
    whole: Array, parts: Array, doubt_of_whole: Array, doubt_of_parts: Array, counted: bool = False
) -> tuple[Array, Array]:
    """The sum and the parts, changed as little as their doubt allows, so that they add up.

    ``whole``: shape (futures, horizons); ``parts``: (parts, futures, horizons); the doubts are
    the variances of past errors, (horizons,) and (parts, horizons). MinT of Wickramasuriya,
    Athanasopoulos and Hyndman (2019, J Am Stat Assoc 114) with these variances alone (WLS), which
    for one sum is: the gap is shared out by variance. In every future the sum is that of the
    parts, and nothing is below zero; of a series of counts, ``counted``, parts are whole numbers.
    """
    gap = whole - parts.sum(axis=0)
    every = doubt_of_whole + doubt_of_parts.sum(axis=0)
    # Where nothing was ever in doubt, the parts share the gap alike.
    share = np.full_like(doubt_of_parts, 1 / len(parts))
    np.divide(doubt_of_parts, every, out=share, where=every > 0)
    moved = np.maximum(parts + share[:, None, :] * gap, 0)
    moved = np.rint(moved) if counted else moved
    return np.asarray(moved.sum(axis=0)), np.asarray(moved)


def over(possible: Array, limit: float) -> Array:
    """The share of futures above the limit on each day, shape (horizons,); missing without one."""
    if not np.isfinite(limit):
        return np.full(possible.shape[1], np.nan)
    return np.asarray((possible > limit).mean(axis=0))


def over_by_then(possible: Array, limit: float) -> Array:
    """The share of futures that are above the limit on some day so far, shape (horizons,)."""
    return over(np.maximum.accumulate(possible, axis=1), limit)
