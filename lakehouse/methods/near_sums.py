"""Whole-number sums over the events near each point that a window of days before it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BILLION = 1e9  # weights are counted in billionths, so that the order of events is nothing
AT_ONCE = 1 << 16  # candidate pairs looked at together: what they need stays in the cache
STEPS = (-1, 0, 1)


@dataclass(frozen=True)
class Summed:
    """One sum: of ``values`` (an integer per event) over ``days``, each times its weight or not."""

    values: Ints
    days: int
    weighted: bool


@dataclass(frozen=True)
class Events:
    """Events of whole-number days; ``seen`` is the first as-of day that knows one.

    ``places`` is (events, 2) in degrees.
    """

    places: Floats
    happened: Ints
    seen: Ints


@dataclass(frozen=True)
class _Cells:
    """Events in the order of ``turn`` (their cell, then their day), and the cells of points."""

    turn: Ints
    home: Ints
    width: int
    first: int
    span: int


def near_sums(
    here: Floats,
    asked: Ints,
    events: Events,
    wanted: Sequence[Summed],
    degrees: float,
    bandwidth: float | None,
) -> Ints:
    """Sums (points, wanted) over the events within ``degrees`` of latitude and of longitude.

    ``here`` is (points, 2) in degrees, ``asked`` the as-of day of each point: an event takes part
    from the day it is ``seen``, when it happened on one of the days [asked - days, asked). Its
    weight is the product Gaussian exp(-(dlat² + dlon²) / 2h²) in whole billionths. Candidates are
    the events of the window in a point's own and the eight cells around it, found by their order:
    work grows with the events near by.
    """
    made = np.zeros((len(here), len(wanted)), dtype=np.int64)
    if not len(here) or not len(events.happened):
        return made
    reach = max(s.days for s in wanted)
    # Side by side in memory lies what is looked at together: points and events of one cell.
    points, order, cells = _by_cell(here, events, degrees)
    own_lat, own_lon = here[points, 0], here[points, 1]
    lat, lon = events.places[order, 0], events.places[order, 1]
    day, happened, seen = asked[points], events.happened[order], events.seen[order]
    values = [s.values[order].astype(np.float64) for s in wanted]
    for part, point, event in _candidates(cells, day, reach):
        up = lat[event] - own_lat[point]
        close = np.flatnonzero((np.abs(up) <= degrees) & (seen[event] <= day[point]))
        point, event, up = point[close], event[close], up[close]
        right = lon[event] - own_lon[point]
        close = np.flatnonzero(np.abs(right) <= degrees)
        point, event, up, right = point[close], event[close], up[close], right[close]
        weight = _billionths(up, right, bandwidth) if any(s.weighted for s in wanted) else 1.0
        for k, s in enumerate(wanted):
            value = values[k][event]
            if s.weighted:
                value *= weight
            if s.days < reach:
                value[happened[event] < day[point] - s.days] = 0
            # Whole numbers far below 2^53: doubles add them exactly.
            sums = np.bincount(point - part.start, value, part.stop - part.start)
            made[points[part], k] += sums.astype(np.int64)
    return made


def _billionths(up: Floats, right: Floats, bandwidth: float | None) -> Floats:
    """The weight of pairs that lie so far apart, in degrees; all weigh 1 without a bandwidth."""
    if bandwidth is None:
        return np.full(len(up), BILLION)
    weight: Floats = np.exp((up * up + right * right) / (-2 * bandwidth**2))
    return np.asarray(np.floor(weight * BILLION + 0.5))


def _by_cell(here: Floats, events: Events, degrees: float) -> tuple[Ints, Ints, _Cells]:
    """The order of points by cell, that of events by cell and day, and where they are then."""
    cells, own = (np.floor(p / degrees).astype(np.int64) for p in (events.places, here))
    corner = np.minimum(cells.min(axis=0), own.min(axis=0)) - 1
    width = int(max(cells[:, 1].max(), own[:, 1].max()) - corner[1]) + 2
    number, home = ((c[:, 0] - corner[0]) * width + c[:, 1] - corner[1] for c in (cells, own))
    first, span = int(events.happened.min()), int(np.ptp(events.happened)) + 1
    turn = number * span + events.happened - first
    points, order = (np.argsort(x, kind="stable") for x in (home, turn))
    return points, order, _Cells(turn[order], home[points], width, first, span)


def _candidates(cells: _Cells, day: Ints, reach: int) -> Iterator[tuple[slice, Ints, Ints]]:
    """Pairs (point, event) of neighbouring cells and of the ``reach`` days before the point's.

    With the stretch of points that they are of.
    """
    begin = np.clip(day - reach - cells.first, 0, cells.span)
    end = np.clip(day - cells.first, 0, cells.span)
    for up, right in product(STEPS, STEPS):
        cell = (cells.home + up * cells.width + right) * cells.span
        low, high = (np.searchsorted(cells.turn, cell + days) for days in (begin, end))
        many = high - low
        for part in _parts(many):
            count = many[part]
            start = np.repeat(low[part] - (np.cumsum(count) - count), count)
            point = np.repeat(np.arange(part.start, part.stop), count)
            yield part, point, start + np.arange(len(start))


def _parts(many: Ints) -> Iterator[slice]:
    """Stretches of points that have about ``AT_ONCE`` candidates together."""
    total = np.cumsum(many)
    edges = np.searchsorted(total, np.arange(AT_ONCE, total[-1], AT_ONCE), side="left") + 1
    bounds = np.unique(np.concatenate([[0], edges, [len(many)]]))
    for low, high in pairwise(bounds.tolist()):
        if many[low:high].any():
            yield slice(low, high)
