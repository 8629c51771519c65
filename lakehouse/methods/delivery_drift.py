"""Whether a delivery is as large and as right as those before it, of its weekday where it can."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.methods.judged import Array

BEFORE, LEAST = 8, 4  # deliveries looked back at, and how many of them there have to be
WIDE = 4.0  # standard deviations
TO_SIGMA = 1.4826  # median absolute deviation to standard deviation of a normal distribution


@dataclass(frozen=True)
class Range:
    """What was to be expected of each delivery, nan where too few were before: three arrays."""

    expected: Array
    low: Array
    high: Array


def usual_counts(counts: npt.ArrayLike, seasons: Sequence[Hashable]) -> Range:
    """Rows of each delivery: the median of those before, and four standard deviations around it.

    ``counts`` (n,) come in the order of delivery, ``seasons`` say which are compared: the last
    eight of the same season, or of all where there are not four of it. The deviation is the larger
    of 1.4826 times the median absolute deviation (Hampel 1974) and the square root of the median,
    which a count by chance alone has (Poisson).
    """
    expected, spread = _middle(np.asarray(counts, dtype=float), seasons)
    scale = WIDE * np.maximum(spread, np.sqrt(np.maximum(expected, 1.0)))
    return Range(expected, np.maximum(expected - scale, 0.0), expected + scale)


def usual_shares(parts: npt.ArrayLike, counts: npt.ArrayLike, seasons: Sequence[Hashable]) -> Range:
    """The share ``parts`` / ``counts`` of each delivery, compared like :func:`usual_counts`.

    By chance alone a share p of n rows has the deviation sqrt(p (1 - p) / n) (binomial), and is
    taken to be one row in n at least.
    """
    rows = np.maximum(np.asarray(counts, dtype=float), 1.0)
    expected, spread = _middle(np.asarray(parts, dtype=float) / rows, seasons)
    share = np.clip(expected, 1 / rows, 1.0)
    chance = np.sqrt(np.maximum(share * (1 - share), 0.0) / rows)
    scale = WIDE * np.maximum(spread, chance)
    return Range(expected, np.maximum(expected - scale, 0.0), np.minimum(expected + scale, 1.0))


def _middle(values: Array, seasons: Sequence[Hashable]) -> tuple[Array, Array]:
    """The median of what came before each value, and how far that lies from it."""
    expected = np.full(len(values), np.nan)
    spread = expected.copy()
    for i, season in enumerate(seasons):
        same = [k for k in range(i) if seasons[k] == season][-BEFORE:]
        before = same if len(same) >= LEAST else list(range(i))[-BEFORE:]
        if len(before) >= LEAST:
            expected[i] = np.median(values[before])
            spread[i] = TO_SIGMA * np.median(np.abs(values[before] - expected[i]))
    return expected, spread
