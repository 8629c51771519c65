"""Whether a count is usual for its weekday: the middle of the weeks before, and a robust range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.methods.judged import Array

WEEKS, LEAST = 8, 4  # weeks looked back at, and how many of them there have to be
WIDE = 4.0  # standard deviations: about one false word in 16,000 days of a normal series
TO_SIGMA = 1.4826  # median absolute deviation to standard deviation of a normal distribution


@dataclass(frozen=True)
class Usual:
    """What was to be expected of each period, nan where too few were before: three arrays."""

    expected: Array
    low: Array
    high: Array

    def verdicts(self, counts: npt.ArrayLike) -> list[str | None]:
        """few, usual or many; None where nothing was expected."""
        found = zip(np.asarray(counts, dtype=float), self.low, self.high, strict=True)
        return [
            None if np.isnan(low) else "few" if n < low else "many" if n > high else "usual"
            for n, low, high in found
        ]


def usual(counts: npt.ArrayLike, season: int = 7) -> Usual:
    """Expected count of each period from the same one of up to eight seasons before.

    ``counts`` (n,) are dense, the oldest first; ``season`` is 7 for days, 1 for weeks. The range is
    the median and four times the larger of 1.4826 times the median absolute deviation (Hampel
    1974) and the square root of the median, which a count by chance alone has (Poisson); it does
    not go below 0. Of a series that changes for good the median follows within five weeks.
    """
    values = np.asarray(counts, dtype=float)
    before = np.full((WEEKS, len(values)), np.nan)
    for k in range(1, WEEKS + 1):
        if k * season < len(values):
            before[k - 1, k * season :] = values[: -k * season]
    enough = np.isfinite(before).sum(axis=0) >= LEAST
    expected = np.full(len(values), np.nan)
    spread = expected.copy()
    if enough.any():
        expected[enough] = np.nanmedian(before[:, enough], axis=0)
        off = np.abs(before[:, enough] - expected[enough])
        spread[enough] = TO_SIGMA * np.nanmedian(off, axis=0)
    scale = np.maximum(spread, np.sqrt(np.maximum(expected, 1.0)))
    return Usual(expected, np.maximum(expected - WIDE * scale, 0.0), expected + WIDE * scale)
