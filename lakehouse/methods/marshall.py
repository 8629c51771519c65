"""Ratios drawn towards those of the whole map, or of the neighbours, the more the less is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array

from lakehouse.declare.errors import PlanError
from lakehouse.methods.small_area import LEAST_EXPECTED, Areas, Array, areas_of, told

ISLAND = "It has no neighbour: its own ratio stands alone."
NOTHING_AROUND = "Nothing is expected around it either."


def marshall_global(
    cases: pd.Series, expected: pd.Series, *, least: float = LEAST_EXPECTED
) -> pd.DataFrame:
    """relative_risk and weight of each area, drawn towards the whole map (Marshall 1991).

    m = all cases / all expected; A = variance of the ratios weighted by expected, less m / mean
    expected, at least 0; weight = A / (A + m / expected); risk = m + weight (ratio - m). People
    instead of expected give rates. It asks for no law of the risks and so gives no interval.
    Also cases, expected, shown and says; errors as in :func:`areas_of`.
    """
    areas = areas_of(cases, expected)
    n = len(areas.cases)
    return _drawn(areas, np.ones((1, n)), np.zeros(n, dtype=int), np.full(n, ""), least)


def marshall_local(
    cases: pd.Series,
    expected: pd.Series,
    edges: pd.DataFrame,
    *,
    least: float = LEAST_EXPECTED,
) -> pd.DataFrame:
    """As :func:`marshall_global`, drawn towards the area and its neighbours together.

    ``edges``: i, j, each pair in both directions. Without a neighbour an area keeps its ratio,
    which is said. PlanError too when an edge names an unknown area.
    """
    areas = areas_of(cases, expected)
    (i, j), each = edges_of(areas, edges), np.arange(len(areas.cases))
    pairs = np.unique(np.column_stack([np.append(i, each), np.append(j, each)]), axis=0)
    around = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1]))).tocsr()
    says = np.where(around.sum(axis=1) > 1, "", ISLAND)
    return _drawn(areas, around, each, says, least)


def edges_of(
    areas: Areas, edges: pd.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Positions of both ends of each edge that joins two areas."""
    i, j = (areas.index.get_indexer(edges[name]) for name in ("i", "j"))
    if (i < 0).any() or (j < 0).any():
        raise PlanError("An edge names an unknown area.", "Leave out its edges too.")
    apart = i != j
    return i[apart].astype(np.int64), j[apart].astype(np.int64)


def _drawn(
    areas: Areas,
    around: Array | csr_array,
    which: npt.NDArray[np.int64],
    says: npt.NDArray[np.str_],
    least: float,
) -> pd.DataFrame:
    """Draw each area towards row ``which`` of ``around`` (rows, areas), 1 where an area counts."""
    usable = areas.usable
    thought = np.where(usable, areas.expected, 0.0)
    ratio = np.divide(areas.cases, thought, out=np.zeros(len(thought)), where=usable)
    sums, places = around @ thought, around @ usable
    below = np.where(sums > 0, sums, 1.0)
    mean = around @ (ratio * thought) / below
    # The weighted squares around each mean, without a matrix of differences.
    squares = around @ (thought * ratio**2) / below - mean**2
    spread = np.maximum(squares - mean * places / below, 0.0)
    m = np.where(sums > 0, mean, 1.0)[which]
    noise = np.divide(m, thought, out=np.ones(len(m)), where=usable)
    between = spread[which] + noise
    weight = np.divide(spread[which], between, out=np.zeros(len(m)), where=usable & (between > 0))
    numbers = {"relative_risk": m + weight * (ratio - m), "weight": weight}
    return told(areas, numbers, least, np.where(sums[which] > 0, says, NOTHING_AROUND))
