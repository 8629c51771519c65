"""The patterns that a map's neighbours allow, from smooth to rough, with the price of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lakehouse.methods.small_area import Array


@dataclass(frozen=True)
class Patterns:
    """``shapes`` (areas, patterns), one a column, and the ``price`` of each, above 0.

    ``part`` (areas,) numbers the connected parts of the map; ``parts`` is how many they are.
    """

    shapes: Array
    price: Array
    part: npt.NDArray[np.int64]
    parts: int


def patterns_of(
    areas: int, i: npt.NDArray[np.int64], j: npt.NDArray[np.int64], rank: int | None = None
) -> Patterns:
    """Eigenvectors of the graph's Laplacian (Besag, York and Mollie 1991), the flat one left out.

    ``i``, ``j``: both ends of each edge. In a map of one part the price is the Laplacian's
    eigenvalue. In one of several, each part is scaled so that the typical variance is 1 (Sorbye
    and Rue 2014; Freni-Sterrantino, Ventrucci and Rue 2018), and its level is one draw more of
    variance 1; a part of one area has only that. ``rank`` keeps so many of the smoothest, the
    flat one counted, as a low-rank smooth does (Wood 2017, section 5.8.1).
    """
    both = coo_array((np.ones(2 * len(i)), (np.append(i, j), np.append(j, i))), (areas, areas))
    near = (both.toarray() > 0).astype(float)
    parts, part = connected_components(near, directed=False)
    shapes, price = [], []
    for k in range(parts):
        where = np.flatnonzero(part == k)
        inner = near[np.ix_(where, where)]
        values, vectors = np.linalg.eigh(np.diag(inner.sum(axis=1)) - inner)
        rough, waves = values[1:], vectors[:, 1:]
        if parts > 1:
            rough = np.append(rough * _typical(waves, rough), 1.0)
            waves = np.column_stack([waves, np.ones(len(where))])
        lifted = np.zeros((areas, waves.shape[1]))
        lifted[where] = waves
        shapes.append(lifted)
        price.append(rough)
    prices = np.concatenate(price)
    order = np.argsort(prices, kind="stable")[: None if rank is None else max(rank - 1, 0)]
    return Patterns(np.hstack(shapes)[:, order], prices[order], part.astype(np.int64), int(parts))


def _typical(waves: Array, rough: Array) -> float:
    """The geometric mean of the areas' variances when patterns cost their eigenvalue."""
    if not len(rough):
        return 1.0
    return float(np.exp(np.log((waves**2 / rough).sum(axis=1)).mean()))
