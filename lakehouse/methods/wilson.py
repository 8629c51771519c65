"""The interval of a share that was seen in so many cases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

Array = npt.NDArray[np.float64]


def wilson(share: npt.ArrayLike, rows: npt.ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Wilson's score interval of each share seen in ``rows`` rows, by position (Wilson 1927)."""
    share, rows = np.asarray(share, dtype=float), np.asarray(rows, dtype=float)
    z2 = norm.ppf((1 + level) / 2) ** 2
    centre = (share + z2 / (2 * rows)) / (1 + z2 / rows)
    half = np.sqrt(z2 * (share * (1 - share) / rows + z2 / (4 * rows**2))) / (1 + z2 / rows)
    return np.maximum(0, centre - half), np.minimum(1, centre + half)


def wilson_of(share: float, rows: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of one share."""
    low, high = wilson(np.array([share]), np.array([float(rows)]), level)
    return float(low[0]), float(high[0])
