"""Which area of one kind a point lies in, for arrays of points, without Spark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from lakehouse.declare.errors import DeliveryRefused

LOCATED, OUTSIDE, ON_BORDER, OVERLAP, NO_AREAS = range(5)
REASONS = (
    None,
    "outside every area",
    "on a common border: the smaller code is taken",
    "where areas overlap: the smaller code is taken",
    "no areas of this kind",
)
CELLS = 256  # candidate cells a side: those of Chicago are 135 by 165 m, about a street block
MARGIN = 1e-6  # of a cell: wider than any rounding of a point's cell
Floats = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]


def polygons(kind: str, codes: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """GeoJSON geometries or WKT as polygons, shape (areas,); DeliveryRefused names a broken one."""
    made = []
    for code, text in zip(codes, texts, strict=True):
        try:
            read = shapely.from_geojson if text.lstrip().startswith("{") else shapely.from_wkt
            shape = read(text)
        except (shapely.errors.ShapelyError, AttributeError) as error:
            raise _broken(kind, code, "cannot be read") from error
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            raise _broken(kind, code, "is no polygon")
        if not shape.is_valid:
            raise _broken(kind, code, "crosses itself")
        made.append(shape)
    return np.array(made, dtype=object)


class Areas:
    """The areas of one kind over a raster of candidate cells.

    A cell that lies inside one area and touches no other answers for its points without looking
    at the geometry; for the others the few areas that touch the cell are asked. ``codes`` are
    sorted, the smallest first: numbers as numbers, then other texts. Rows of one code are parts
    of one area.
    """

    def __init__(self, kind: str, codes: Sequence[str], texts: Sequence[str]) -> None:
        shapes = polygons(kind, codes, texts)
        if any(not code for code in codes):
            raise _broken(kind, "an area", "has no code")
        self.codes = sorted(set(codes), key=_size_of)
        if not self.codes:
            return
        rank = {code: i for i, code in enumerate(self.codes)}
        ranks = np.array([rank[code] for code in codes])
        order = np.argsort(ranks, kind="stable")
        self._shapes, self._ranks = shapes[order], ranks[order]
        shapely.prepare(self._shapes)
        west, south, east, north = shapely.total_bounds(self._shapes)
        self._corner = np.array([west, south])
        self._step = np.array([east - west, north - south]) / CELLS
        self._raster()

    def _raster(self) -> None:
        lines, columns = np.divmod(np.arange(CELLS * CELLS), CELLS)
        low = np.stack([columns, lines], axis=1) * self._step + self._corner
        slack = self._step * MARGIN
        boxes = shapely.box(*(low - slack).T, *(low + self._step + slack).T)
        cell, shape = shapely.STRtree(self._shapes).query(boxes)
        touched = shapely.intersects(self._shapes[shape], boxes[cell])
        cell, shape = cell[touched], shape[touched]
        order = np.lexsort((shape, cell))
        cell, self._asked = cell[order], shape[order]
        self._counts = np.bincount(cell, minlength=CELLS * CELLS)
        self._starts = np.cumsum(self._counts) - self._counts
        self._sure = np.full(CELLS * CELLS, -1)
        alone = self._counts[cell] == 1
        cell, shape = cell[alone], self._asked[alone]
        inside = shapely.contains_properly(self._shapes[shape], boxes[cell])
        self._sure[cell[inside]] = self._ranks[shape[inside]]

    def find(self, x: Floats, y: Floats) -> tuple[Integers, Integers]:
        """For longitudes and latitudes, shape (points,): index into ``codes`` and into REASONS.

        The index is -1 where there is none. A point on the border of one area alone is inside it.
        """
        found = np.full(len(x), -1)
        if not self.codes:
            return found, np.full(len(x), NO_AREAS)
        reason = np.full(len(x), OUTSIDE)
        step = (np.stack([x, y], axis=1) - self._corner) / self._step
        within = np.flatnonzero(((step >= -MARGIN) & (step <= CELLS + MARGIN)).all(axis=1))
        column, line = np.clip(step[within].astype(int), 0, CELLS - 1).T
        cell = line * CELLS + column
        found[within] = self._sure[cell]
        unsure = (self._sure[cell] < 0) & (self._counts[cell] > 0)
        self._ask(within[unsure], cell[unsure], x, y, found, reason)
        reason[(found >= 0) & (reason == OUTSIDE)] = LOCATED
        return found, reason

    def _ask(
        self, point: Integers, cell: Integers, x: Floats, y: Floats, found: Integers, why: Integers
    ) -> None:
        many = self._counts[cell]
        nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        shape = self._asked[np.repeat(self._starts[cell], many) + nth]
        point = np.repeat(point, many)
        hit = shapely.intersects_xy(self._shapes[shape], x[point], y[point])
        point, shape = point[hit], shape[hit]
        # Pairs come by point and then by rank: the first is the smallest code.
        first = np.append(True, point[1:] != point[:-1])[: len(point)]
        found[point[first]] = self._ranks[shape[first]]
        clash = self._ranks[shape] != found[point]
        why[point[clash]] = ON_BORDER
        self._overlaps(np.flatnonzero(why[point] == ON_BORDER), point, shape, x, y, why)

    def _overlaps(
        self, doubt: Integers, point: Integers, shape: Integers, x: Floats, y: Floats, why: Integers
    ) -> None:
        """Doubtful points that lie inside two areas, on the border of neither."""
        point, shape = point[doubt], shape[doubt]
        inside = shapely.contains_xy(self._shapes[shape], x[point], y[point])
        held = np.unique(np.stack([point[inside], self._ranks[shape[inside]]]), axis=1)[0]
        twice, times = np.unique(held, return_counts=True)
        why[twice[times > 1]] = OVERLAP


@lru_cache(maxsize=16)
def areas(kind: str, codes: tuple[str, ...], texts: tuple[str, ...]) -> Areas:
    """The :class:`Areas`, made once per worker process and not once per batch of points."""
    return Areas(kind, codes, texts)


def _size_of(code: str) -> tuple[bool, int, str]:
    number = code.isascii() and code.isdigit()
    return (not number, int(code) if number else 0, code)


def _broken(kind: str, code: str, how: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"The boundary of {kind} {code} {how}.",
        "The department must deliver its boundaries as valid polygons (GeoJSON or WKT, WGS84).",
    )
