"""CUSUMs for counts, Rossi's and the standard one: small excesses add up to a bound."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lakehouse.methods.judged import ONLY_ZEROS, TOO_LITTLE, counts_of, judged


def cusum_rossi(
    series: pd.Series, learn: int = 52, reference: float = 1.04, bound: float = 2.26
) -> pd.DataFrame:
    """S_t = max(0, S_{t-1} + x_t - ``reference``), an alarm from ``bound`` on; ``score`` is S.

    x = (y - 3 m + 2 sqrt(m y)) / (2 sqrt(m)), with m the mean of the first ``learn`` periods,
    which are not judged. ``upper`` lies just below the count of the day at which S reaches the
    bound: below zero where it does so without a case. A sum over time has no p, and goes as far as
    it goes. Rossi, Lampugnani and Marchi, Statistics in Medicine 1999.
    """
    return _cusum(series, learn, reference, bound, rossi=True)


def cusum_standard(
    series: pd.Series, learn: int = 52, reference: float = 1.04, bound: float = 2.26
) -> pd.DataFrame:
    """As :func:`cusum_rossi` with x = (y - m) / sqrt(m), which rare counts skew more."""
    return _cusum(series, learn, reference, bound, rossi=False)


def _cusum(
    series: pd.Series, learn: int, reference: float, bound: float, *, rossi: bool
) -> pd.DataFrame:
    counts = counts_of(series)
    taught = counts[:learn]
    taught = taught[~np.isnan(taught)]
    enough = len(counts) > learn and len(taught) >= max(learn / 2, 1)
    mean = float(taught.mean()) if enough else math.nan
    sums, upper = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    total = 0.0
    for i, count in enumerate(counts[learn:].tolist() if mean > 0 else [], start=learn):
        room, root = bound + reference - total, math.sqrt(mean)
        if rossi:
            upper[i] = max(0.0, math.sqrt(max(4 * mean + 2 * root * room, 0.0)) - root) ** 2
        else:
            upper[i] = max(0.0, mean + root * room)
        if count == count:
            x = (count - mean) / root
            if rossi:
                x = (count - 3 * mean + 2 * math.sqrt(mean * count)) / (2 * root)
            total = max(0.0, total + x - reference)
            sums[i] = total
    upper = np.nextafter(upper, -np.inf)
    expected = np.where(np.isnan(upper), np.nan, mean)
    nothing = np.full(len(counts), np.nan)
    late = np.arange(len(counts)) >= learn
    why = np.where(late & (mean == 0), ONLY_ZEROS, TOO_LITTLE)
    made = judged(series, expected=expected, upper=upper, score=sums, p=nothing, why=why)
    return made.assign(score=sums)
