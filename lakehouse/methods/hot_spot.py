"""Where high values lie together: Getis-Ord Gi and Gi*, local Moran over a table of neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import erfc

from lakehouse.declare.errors import PlanError
from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.sum_law import chance_of_sums, chance_of_sums_around

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
ALIKE = "All values are the same: no place stands out."
ISLAND = "It has no neighbour: nothing can be said of its surroundings."


def getis_ord_star(values: pd.Series, edges: pd.DataFrame, *, counts: bool = False) -> pd.DataFrame:
    """z, p, q and note of each place (Getis and Ord 1992; Ord and Getis 1995, equation 14).

    ``values``: one number a place, the index names it; ``edges``: i, j, each pair in both
    directions, weights 1 and the place itself included. p is two-sided; it is normal, which rare
    ``counts`` are not: theirs is that of all ways to lay them out. q controls the false-discovery
    rate over the places: hot where z > 0 and q is small. Never missing: a note says where all
    values are alike (z 0, p 1), and where a place has no neighbour. PlanError when a value is
    missing (or no count), a place comes twice, an edge names an unknown place, or fewer than 3
    places are given.
    """
    x, lag, weight = _around(values, edges)
    n, mean, spread = len(x), x.mean(), x.std()
    total, squares = lag + x, weight + 1
    below = spread * np.sqrt(np.maximum(n * squares - squares**2, 0) / (n - 1))
    z = np.divide(total - mean * squares, below, out=np.zeros(n), where=below > 1e-12)
    p = chance_of_sums(x, squares, total) if counts else two_sided(z)
    note = np.where(spread <= 1e-12, ALIKE, np.where(weight == 0, ISLAND, ""))
    return _told(values.index, {"z": z}, p, note)


def getis_ord(values: pd.Series, edges: pd.DataFrame, *, counts: bool = False) -> pd.DataFrame:
    """As :func:`getis_ord_star` without the place itself, which mean and deviation leave out too.

    Gi tells of the surroundings of a place alone (Ord and Getis 1995, equation 14 with no weight
    of its own). A place without a neighbour has z 0, p 1 and a note.
    """
    x, lag, weight = _around(values, edges)
    others = len(x) - 1
    mean = (x.sum() - x) / others
    # From the gaps to one mean: sums of squares of large values would lose their digits.
    gap = x - x.mean()
    spread = np.sqrt(np.maximum(((gap**2).sum() - gap**2) / others - (mean - x.mean()) ** 2, 0))
    below = spread * np.sqrt(np.maximum(others * weight - weight**2, 0) / (others - 1))
    sure = (below > 1e-12) & (weight > 0)
    z = np.divide(lag - mean * weight, below, out=np.zeros(len(x)), where=sure)
    p = chance_of_sums_around(x, x, weight, lag) if counts else two_sided(z)
    note = np.where(x.std() <= 1e-12, ALIKE, np.where(weight == 0, ISLAND, ""))
    return _told(values.index, {"z": z}, p, note)


def local_moran(values: pd.Series, edges: pd.DataFrame, *, counts: bool = False) -> pd.DataFrame:
    """moran, expected, variance, z, p, q and note of each place (Anselin 1995).

    Weights are row-standardised, m2 = sum of squares / n; esda divides by n - 1 instead, so its
    values are (n - 1) / n of these. Expectation and variance are conditional on the place's own
    value (Sokal, Oden and Thomson 1998), and so is the p of ``counts``. Arguments and errors as in
    :func:`getis_ord_star`; a place without a neighbour has 0 everywhere, p 1 and a note.
    """
    x, lag, weight = _around(values, edges)
    n, island = len(x), weight == 0
    gap = x - x.mean()
    m2 = float((gap**2).mean())
    if m2 <= 1e-24:
        zeros = {name: np.zeros(n) for name in ("moran", "expected", "variance", "z")}
        return _told(values.index, zeros, np.ones(n), np.full(n, ALIKE))
    each = np.where(island, 1.0, weight)
    near = np.where(island, 0.0, lag / each - x.mean())
    standard = np.where(island, 0.0, 1.0)
    moran = gap * near / m2
    expected = -standard * gap**2 / ((n - 1) * m2)
    shape = n / (n - 2) * (standard / each - standard / (n - 1))
    variance = (gap / m2) ** 2 * shape * np.maximum(m2 - gap**2 / (n - 1), 0)
    sure = variance > 1e-24
    z = np.divide(moran - expected, np.sqrt(variance), out=np.zeros(n), where=sure)
    numbers = {"moran": moran, "expected": expected, "variance": variance, "z": z}
    p = chance_of_sums_around(x, x, weight, lag) if counts else two_sided(z)
    return _told(values.index, numbers, p, np.where(island, ISLAND, ""))


def two_sided(z: npt.ArrayLike) -> Array:
    """The chance of a normal number as far from 0 as ``z``."""
    return np.asarray(erfc(np.abs(np.asarray(z, dtype=float)) / 2**0.5))


def _told(
    index: pd.Index, numbers: dict[str, Array], p: Array, note: npt.NDArray[np.str_]
) -> pd.DataFrame:
    return pd.DataFrame({**numbers, "p": p, "q": benjamini_hochberg(p), "note": note}, index)


def neighbours(values: pd.Series, edges: pd.DataFrame) -> tuple[Array, Whole, Whole]:
    """The values, and the positions of the two ends of each edge between unlike places, checked."""
    x = values.to_numpy(dtype=float)
    if len(x) < 3 or not values.index.is_unique or not np.isfinite(x).all():
        raise PlanError(
            f"{len(x)} places: 3 or more are needed, each once and with a value.",
            "Leave out places without a value, with their edges.",
        )
    i, j = (values.index.get_indexer(edges[name]) for name in ("i", "j"))
    if (i < 0).any() or (j < 0).any():
        raise PlanError("An edge names an unknown place.", "Leave out its edges too.")
    apart = i != j
    return x, i[apart], j[apart]


def _around(values: pd.Series, edges: pd.DataFrame) -> tuple[Array, Array, Array]:
    """The values, the sum of each place's neighbours, and how many they are."""
    x, i, j = neighbours(values, edges)
    lag = np.bincount(i, weights=x[j], minlength=len(x))
    near = np.bincount(i, minlength=len(x))
    return x, np.asarray(lag, dtype=float), np.asarray(near, dtype=float)
