"""Whether a map as a whole is clumped: global Moran, Geary's C and the general G."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from lakehouse.declare.errors import PlanError
from lakehouse.methods.hot_spot import ALIKE, Array, Whole, neighbours, two_sided

NO_EDGE = "No place has a neighbour: nothing can be said of how places lie."


@dataclass(frozen=True)
class Association:
    """A statistic of a whole map beside what it is where values lie at random.

    z and two-sided p with the values drawn from one normal law (``norm``) and laid out in all ways
    (``rand``; the general G has only this). ``says`` tells why there is nothing: then z 0 and p 1.
    """

    value: float
    expected: float
    z_norm: float
    z_rand: float
    p_norm: float
    p_rand: float
    says: str = ""


class _Weights(NamedTuple):
    """The weights' sum, half the sum of squares of both directions, squares of places' sums."""

    s0: float
    s1: float
    s2: float


def global_moran(
    values: pd.Series, edges: pd.DataFrame, *, row_standardised: bool = True
) -> Association:
    """Moran's I: n / S0 times the sum of w (x_i - mean) (x_j - mean) over the squares' sum.

    Above its expected -1 / (n - 1) like lies by like. ``values`` and ``edges`` (i, j, each pair in
    both directions) as in :func:`lakehouse.methods.hot_spot.local_moran`; weights 1, or 1 by the
    number of neighbours. Both variances of Cliff and Ord 1981, section 2.3. A place without a
    neighbour is one of the n (as in esda; spdep leaves it out of n, not of the squares). PlanError
    with fewer than 4 places, and as there.
    """
    x, i, j = _checked(values, edges)
    n, gap = len(x), x - x.mean()
    expected, squares = -1 / (n - 1), float(gap @ gap)
    w, (s0, s1, s2) = _weighed(i, j, n, row_standardised)
    if says := _nothing(s0, squares, n):
        return Association(expected, expected, 0.0, 0.0, 1.0, 1.0, says)
    b2 = n * float((gap**4).sum()) / squares**2
    normal = (n * n * s1 - n * s2 + 3 * s0**2) / ((n * n - 1) * s0**2) - expected**2
    laid = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    laid -= b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    laid = laid / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return _told(n / s0 * float(w @ (gap[i] * gap[j])) / squares, expected, normal, laid)


def geary_c(
    values: pd.Series, edges: pd.DataFrame, *, row_standardised: bool = True
) -> Association:
    """Geary's C: squared differences of neighbours over those of all; below 1 like lies by like.

    Arguments, errors and source (both variances) as of :func:`global_moran`.
    """
    x, i, j = _checked(values, edges)
    n, gap = len(x), x - x.mean()
    squares = float(gap @ gap)
    w, (s0, s1, s2) = _weighed(i, j, n, row_standardised)
    if says := _nothing(s0, squares, n):
        return Association(1.0, 1.0, 0.0, 0.0, 1.0, 1.0, says)
    b2 = n * float((gap**4).sum()) / squares**2
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    laid = (n - 1) * s1 * (n * n - 3 * n + 3 - (n - 1) * b2)
    laid -= (n - 1) * s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * b2) / 4
    laid += s0**2 * (n * n - 3 - (n - 1) ** 2 * b2)
    laid /= n * (n - 2) * (n - 3) * s0**2
    value = (n - 1) / (2 * s0) * float(w @ (x[i] - x[j]) ** 2) / squares
    return _told(value, 1.0, normal, laid)


def general_g(values: pd.Series, edges: pd.DataFrame) -> Association:
    """General G: the products of neighbours over those of all pairs, with weights 1.

    High where high values lie together, low where low ones do (Getis and Ord 1992, equations 5 to
    9). Arguments and errors as of :func:`global_moran`; PlanError too for a value below zero.
    """
    x, i, j = _checked(values, edges)
    if (x < 0).any():
        raise PlanError("A value is below zero.", "Give counts or rates, or use global_moran.")
    n = len(x)
    w, (s0, s1, s2) = _weighed(i, j, n, False)
    expected = s0 / (n * (n - 1))
    m1, m2, m3, m4 = (float((x**power).sum()) for power in (1, 2, 3, 4))
    pairs = m1**2 - m2
    if says := _nothing(s0, float(((x - x.mean()) ** 2).sum()) if pairs > 0 else 0.0, n):
        return Association(expected, expected, 0.0, 0.0, 1.0, 1.0, says)
    squared = ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) * m2**2
    squared -= ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2) * m4
    squared -= (2 * n * s1 - (n + 3) * s2 + 6 * s0**2) * m1**2 * m2
    squared += (4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2) * m1 * m3
    squared += (s1 - s2 + s0**2) * m1**4
    laid = squared / (pairs**2 * n * (n - 1) * (n - 2) * (n - 3)) - expected**2
    return _told(float(w @ (x[i] * x[j])) / pairs, expected, np.nan, laid)


def _checked(values: pd.Series, edges: pd.DataFrame) -> tuple[Array, Whole, Whole]:
    if len(values) < 4:
        raise PlanError(f"{len(values)} places are too few.", "Give 4 places or more.")
    return neighbours(values, edges)


def _weighed(i: Whole, j: Whole, n: int, by_row: bool) -> tuple[Array, _Weights]:
    """The weight of each edge, and the sums that every variance is made of."""
    w = 1 / np.bincount(i, minlength=n)[i] if by_row else np.ones(len(i))
    table = coo_array((w, (i, j)), (n, n)).tocsr()
    both = table + table.T
    s1, s2 = both.power(2).sum() / 2, (np.asarray(both.sum(axis=1)) ** 2).sum()
    return w, _Weights(float(w.sum()), float(s1), float(s2))


def _nothing(s0: float, squares: float, n: int) -> str:
    return NO_EDGE if s0 <= 0 else ALIKE if squares <= 1e-24 * n else ""


def _told(value: float, expected: float, normal: float, laid: float) -> Association:
    variances = np.array([normal, laid])
    z = np.full(2, 0.0)
    np.divide(value - expected, np.sqrt(variances), out=z, where=~(variances <= 1e-24))
    p = two_sided(z)
    return Association(value, expected, float(z[0]), float(z[1]), float(p[0]), float(p[1]))
