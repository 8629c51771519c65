"""The EWMA detector of ESSENCE: two smoothed counts against an adaptive baseline."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import t as student

from lakehouse.methods.judged import Array, counts_of, judged, windows

WEIGHTS = (0.4, 0.9)
FEWEST = 7
FAR = 0.01


def essence_ewma(
    series: pd.Series, baseline: int = 28, guard: int = 2, alpha: float = 0.01
) -> pd.DataFrame:
    """Smoothed counts (weights 0.4 for gradual, 0.9 for sudden rises) tested by Student's t.

    The baseline ends ``guard`` periods before the day and grows from 7 to ``baseline`` periods.
    The smaller of both p-values counts; ``score`` is its statistic; ``upper`` is the least count
    of the day at which one of both statistics passes ``alpha``. Burkom, Johns Hopkins APL
    Technical Digest 2007; constants as in CDC's Rnssp.
    """
    counts = counts_of(series)
    before = windows(counts, baseline + guard)[:, :baseline]
    known = ~np.isnan(before)
    number = known.sum(axis=1).astype(float)
    number[number < FEWEST] = np.nan
    mean = np.where(known, before, 0.0).sum(axis=1) / number
    squares = np.where(known, (before - mean[:, None]) ** 2, 0.0).sum(axis=1)
    deviation = np.sqrt(squares / (number - 1))
    limit = np.round(student.isf(alpha, number - 1), 5)
    # Whatever the bound: what is set back, and how far, is part of the method.
    far = limit if alpha == FAR else np.round(student.isf(FAR, number - 1), 5)
    sigmas = [_sigma(deviation, number, guard, weight) for weight in WEIGHTS]
    parts = [
        _smoothed(counts, mean, sigma, limit * sigma, far * sigma, weight)
        for sigma, weight in zip(sigmas, WEIGHTS, strict=True)
    ]
    statistic = np.maximum(parts[0][0], parts[1][0])
    upper = np.minimum(parts[0][1], parts[1][1])
    tail = student.sf(statistic, number - 1)
    return judged(series, expected=mean, upper=upper, score=statistic, p=tail)


def _smoothed(
    counts: Array, mean: Array, sigma: Array, bound: Array, far: Array, weight: float
) -> tuple[Array, Array]:
    """The statistic of each day at one weight, and the count that would be ``bound`` too many.

    A smoothed value more than ``far`` out is set back to it, so that a past peak is soon forgotten.
    """
    statistic, upper = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    level = math.nan
    # Plain floats: each day needs the day before, and numpy's scalars are slow.
    lists = (each.tolist() for each in (counts, mean, sigma, bound, far))
    for i, (count, centre, scale, most, edge) in enumerate(zip(*lists, strict=True)):
        held = (1 - weight) * level if level == level else 0.0
        share = weight if level == level else 1.0
        if centre == centre:
            upper[i] = (centre + most - held) / share
        if count != count:
            continue
        level = share * count + held
        if centre == centre:
            off = level - centre
            statistic[i] = off / scale
            if abs(off) > edge:
                level = centre + math.copysign(edge, off)
    return statistic, upper


def _sigma(deviation: Array, number: Array, guard: int, weight: float) -> Array:
    """Deviation of a smoothed value less the baseline's mean, kept above zero for sparse counts."""
    rest = 1 - weight
    spread = (
        weight / (2 - weight) + 1 / number - 2 * rest ** (guard + 1) * (1 - rest**number) / number
    )
    warning = np.round(student.isf(0.05, number - 1), 5)
    least = (weight / warning) * (0.01 + 0.05 * rest**2)
    added = (0.1289 - (0.2414 - 0.1826 * rest**4) * math.log(10 * 0.05)) * (weight / warning)
    sigma: Array = np.maximum(least, deviation * np.sqrt(spread) + added)
    return sigma
