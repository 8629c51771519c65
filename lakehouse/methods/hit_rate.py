"""How well a map of places foretold where things would happen: hit rate, PAI and PEI."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class HitRate:
    """``cells`` chosen, ``hits`` in them of all events, and the most any choice could have had.

    ``rate`` is hits over events, ``pai`` that over the share of the area, ``pei`` hits over the
    most hits.
    """

    cells: int
    hits: float
    most: float
    rate: float
    pai: float
    pei: float


def hit_rate(risk: npt.ArrayLike, events: npt.ArrayLike, share: float) -> HitRate:
    """The ``share`` (0 to 1) of equal cells with the highest ``risk`` against ``events`` in each.

    Cells of equal risk at the edge share their events evenly; a cell whose risk is missing lies
    outside the map and is no part of the area. Chainey, Tompson and Uhlig, Security Journal 2008
    (PAI); Hunt 2016 (PEI). Raises :class:`ValueError` when no cell would be chosen, nothing
    happened, something happened where the risk is missing, or events are missing or below zero.
    """
    flat, happened = (np.ravel(np.asarray(one, dtype=float)) for one in (risk, events))
    if flat.shape != happened.shape:
        raise ValueError(f"{len(flat)} cells have a risk and {len(happened)} have events.")
    inside = ~np.isnan(flat)
    if (happened[~inside] > 0).any():
        raise ValueError("Something happened in a cell without a risk: give it one, 0 at least.")
    flat, happened = flat[inside], happened[inside]
    if not (happened >= 0).all():
        raise ValueError("The events of a cell are missing or below zero.")
    # A share of a count of cells is seldom exact in binary.
    cells = int(np.floor(share * len(flat) + 1e-9)) if 0 < share <= 1 else 0
    total = float(happened.sum())
    if cells < 1 or total <= 0:
        raise ValueError("A hit rate needs a cell to choose and an event to hit.")
    edge = np.sort(flat)[-cells]
    above, level = flat > edge, flat == edge
    hits = float(happened[above].sum())
    hits += float(happened[level].sum()) * float(cells - above.sum()) / float(level.sum())
    most = float(np.sort(happened)[-cells:].sum())
    rate = hits / total
    return HitRate(cells, hits, most, rate, rate / (cells / len(flat)), hits / most)
