"""Gaussian kernels of the events of running windows of days, summed on a grid around points."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

REACH = 7.0  # bandwidths on each side that a place's half of a kernel is laid out
WIDE = 34  # nodes on each side of that square
STEP = 2 * REACH / WIDE  # bandwidths from node to node
LEFT_OUT = 6 * exp(-(REACH**2))  # at most, of the kernel of one event and one point
TILE = 600  # nodes along each side of what is held in memory at once
AT_ONCE = 32  # places laid out together: what they need stays in a processor's cache
STEPS = (-1, 0, 1)


def window_sums(
    here: Floats, asked: Ints, there: Floats, when: Ints, days: int, bandwidth: float
) -> Floats:
    """exp(-d² / 2) summed over the events of the days [asked - days, asked] around each point.

    ``here`` (points, 2), ``there`` (events, 2) and ``bandwidth`` are in one unit, the distance d in
    bandwidths, ``when`` whole-number days in ascending order. Gives a sum per point, off by 1e-12
    of itself and by at most ``LEFT_OUT`` for each event of the window; its bits depend on no other
    point and on no later event.

    A Gaussian is what two narrower ones in a row make, exp(-(x - y)² / 2) = sqrt(2 / pi) times the
    integral of exp(-(x - z)²) exp(-(z - y)²) over z, and a sum over evenly spaced z is that
    integral but for 2 exp(-pi² / (2 STEP²)) of it (Trefethen and Weideman, SIAM Review 56, 2014).
    So every event is laid out on the nodes around it and every point read from those around it,
    however many of the others lie near: work is the events plus the points. Nothing is subtracted
    (small sums would drown): a window is the end of one stretch of ``days`` + 1 days, summed up
    backwards, and the beginning of the next.
    """
    sums = np.zeros(len(here))
    step = STEP * bandwidth
    own_tile, held = (by_tile(places, TILE * step) for places in (here, there))
    grid = _Grid.empty()
    for (row, column), own in own_tile.items():
        around = ((row + i, column + k) for i in STEPS for k in STEPS)
        near = [held[tile] for tile in around if tile in held]
        if not near:
            continue
        chosen = np.sort(np.concatenate(near))
        # From a corner near by, before the division: coordinates far from 0 have few digits left.
        corner = np.array([row, column]) * (TILE * step)
        events, points = (there[chosen] - corner) / step, (here[own] - corner) / step
        inside = ((events >= -WIDE) & (events < TILE + WIDE)).all(axis=1)
        when_inside = when[chosen[inside]]
        sums[own] = _of_tile(grid, points, asked[own], events[inside], when_inside, days)
    return sums * (2 * STEP**2 / pi)


def by_tile(places: Floats, side: float) -> dict[tuple[int, int], Ints]:
    """Which places lie in each square of a side."""
    return dict(pd.DataFrame(np.floor(places / side).astype(np.int64)).groupby([0, 1]).indices)


def _of_tile(
    grid: _Grid, here: Floats, asked: Ints, there: Floats, when: Ints, days: int
) -> Floats:
    """The sums of one tile's points, places counted in nodes from its corner."""
    made, length = np.zeros(len(here)), days + 1
    stretches = asked // length
    for stretch, own in pd.Series(stretches).groupby(stretches).indices.items():
        before, start, end = np.searchsorted(when, (stretch + np.arange(-1, 2)) * length)
        place, day = here[own], asked[own]
        made[own] = _in_turn(grid, place, day, there[start:end], when[start:end])
        back = slice(before, start)
        made[own] += _in_turn(grid, place, days - day, there[back][::-1], -when[back][::-1])
    return made


def _in_turn(grid: _Grid, here: Floats, asked: Ints, there: Floats, when: Ints) -> Floats:
    """What each point reads when the events up to its own turn, and no others, are laid out."""
    made, done = np.zeros(len(here)), 0
    if not len(there):
        return made
    grid.nodes[:] = 0
    for turn, own in pd.Series(asked).groupby(asked).indices.items():
        up_to = int(np.searchsorted(when, turn, side="right"))
        grid.add(there[done:up_to])
        made[own] = grid.read(here[own])
        done = up_to
    return made


@dataclass(frozen=True)
class _Grid:
    """The nodes of a tile and of what is laid out over its edges."""

    nodes: Floats

    @staticmethod
    def empty() -> _Grid:
        return _Grid(np.zeros((TILE + 4 * WIDE, TILE + 4 * WIDE)))

    def add(self, places: Floats) -> None:
        """Lay out events, one after the other: sums do not depend on how many come at once."""
        flat, across = self.nodes.reshape(-1), len(self.nodes)
        square = (np.arange(WIDE)[:, None] * across + np.arange(WIDE)).ravel()
        for part in _parts(places):
            first, weight = _laid_out(part)
            at = (first[:, 0] * across + first[:, 1])[:, None] + square
            product = weight[:, 0, :, None] * weight[:, 1, None, :]
            np.add.at(flat, at.ravel(), product.ravel())

    def read(self, places: Floats) -> Floats:
        """What points find on the nodes around them."""
        squares = np.lib.stride_tricks.sliding_window_view(self.nodes, (WIDE, WIDE))
        made = [np.zeros(0)]
        for part in _parts(places):
            first, weight = _laid_out(part)
            rows = np.matmul(squares[first[:, 0], first[:, 1]], weight[:, 1, :, None])
            made.append(np.matmul(weight[:, 0, None, :], rows)[:, 0, 0])
        return np.concatenate(made)


def _parts(places: Floats) -> list[Floats]:
    return [places[i : i + AT_ONCE] for i in range(0, len(places), AT_ONCE)]


def _laid_out(places: Floats) -> tuple[Ints, Floats]:
    """First node (places, 2) of the square around each, and weights (places, 2, WIDE)."""
    below = np.floor(places)
    off = (places - below)[:, :, None] + (WIDE // 2 - 1) - np.arange(WIDE)
    # The grid begins twice a square's side before the tile's corner.
    first = below.astype(np.int64) + 2 * WIDE - WIDE // 2 + 1
    return first, np.exp(-((off * STEP) ** 2))
