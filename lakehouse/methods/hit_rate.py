"""How well a map of places foretold where things would happen: hit rate, PAI and PEI."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lakehouse.methods.judged import Array


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


def hit_rate(risk: Array, events: Array, share: float) -> HitRate:
    """The ``share`` (0 to 1) of equal cells with the highest ``risk`` against ``events`` in each.

    Cells of equal risk at the edge share their events evenly. Chainey, Tompson and Uhlig,
    Security Journal 2008 (PAI); Hunt 2016 (PEI). Raises :class:`ValueError` when no cell would be
    chosen or nothing happened.
    """
    flat, happened = np.ravel(risk), np.ravel(events).astype(float)
    # A share of a count of cells is seldom exact in binary.
    cells = int(np.floor(share * len(flat) + 1e-9))
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
