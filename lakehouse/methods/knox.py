"""Near repeats: whether events that lie near each other also follow each other soon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree
from scipy.stats import poisson

from lakehouse.methods.judged import Array


@dataclass(frozen=True)
class Knox:
    """Pairs near in time and place, and how many there would be without a link.

    ``p_poisson`` is a Poisson's chance of more pairs than observed (as in R surveillance);
    ``p_shuffled`` that of as many or more, where times were shuffled.
    """

    observed: int
    expected: float
    p_poisson: float
    p_shuffled: float | None


def knox(
    times: Array, places: Array, soon: float, near: float, shuffles: int = 0, seed: int = 1
) -> Knox:
    """Count pairs of events at most ``soon`` apart in time and ``near`` apart in place.

    ``times`` (n,) and ``places`` (n, 2) in the units of ``soon`` and ``near``. Expected is the
    number of soon pairs times that of near pairs over all pairs. Knox, Applied Statistics 1964.
    Raises :class:`ValueError` for fewer than two events.
    """
    if len(times) < 2:
        raise ValueError("A pair needs two events.")
    pairs = cKDTree(places).query_pairs(near, output_type="ndarray")
    ordered = np.sort(times)
    following = np.searchsorted(ordered, ordered + soon, side="right") - np.arange(len(times)) - 1
    expected = float(following.sum()) * len(pairs) / (len(times) * (len(times) - 1) / 2)

    def together(at: Array) -> int:
        return int((np.abs(at[pairs[:, 0]] - at[pairs[:, 1]]) <= soon).sum())

    observed = together(times)
    rng = np.random.default_rng(seed)
    as_many = sum(together(rng.permutation(times)) >= observed for _ in range(shuffles))
    shuffled = (1 + as_many) / (1 + shuffles) if shuffles else None
    return Knox(observed, expected, float(poisson.sf(observed, expected)), shuffled)
