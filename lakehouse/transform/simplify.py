"""Borders of a map with fewer points, as SVG paths whose neighbours still share their border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely

from lakehouse.declare.errors import SettingError
from lakehouse.transform.areas import polygons

DEGREE = 111_195.0  # metres of a degree of a great circle; a map needs no ellipsoid


@dataclass(frozen=True)
class Outlines:
    """A map: ``paths`` by code in SVG units, inside a box of ``width`` by ``height`` units.

    ``labels`` are points well inside the largest part of each area, where its number may stand.

    ``fits`` says whether the delivered areas share their borders exactly; where they do not, no
    simplification can make their drawn borders meet.
    """

    width: int
    height: int
    paths: dict[str, str]
    labels: dict[str, tuple[int, int]]
    fits: bool

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def outlines(
    kind: str, codes: Sequence[str], texts: Sequence[str], *, metres: float = 50, width: int = 1000
) -> Outlines:
    """The areas of one kind, borders off by about ``metres``, on a map of ``width`` units.

    ``codes`` and ``texts`` (GeoJSON or WKT, WGS84) have a row per area. Projected equirectangular
    around the middle, north up. A border is simplified once for both sides (Visvalingam and
    Whyatt, 1993; GEOS coverage simplifier), then rounded to whole units, which is the same for
    both sides too. Raises ``DeliveryRefused`` for a broken boundary.
    """
    if not codes or metres < 0 or width < 1:
        raise SettingError(
            f"A map of {len(codes)} areas, {metres} m and {width} units cannot be drawn.",
            "Give at least one area, no negative metres and a width of 1 or more.",
        )
    shapes = polygons(kind, codes, texts)
    west, south, east, north = shapely.total_bounds(shapes)
    wide = cos(radians((south + north) / 2))

    def project(degrees: np.ndarray) -> np.ndarray:
        return np.asarray((degrees - [west, north]) * [wide * DEGREE, -DEGREE])

    flat = shapely.transform(shapes, project)
    simple = shapely.coverage_simplify(flat, metres)
    scale = width / ((east - west) * wide * DEGREE)
    return Outlines(
        width,
        int(np.ceil((north - south) * DEGREE * scale)),
        {code: _path(shape, scale) for code, shape in zip(codes, simple, strict=True)},
        {code: _label(shape, scale) for code, shape in zip(codes, simple, strict=True)},
        bool(shapely.coverage_is_valid(flat)),
    )


def borders(
    kind: str, codes: Sequence[str], texts: Sequence[str], *, metres: float = 50, digits: int = 6
) -> dict[str, shapely.Geometry]:
    """The areas of one kind by code, in degrees (WGS84), borders off by about ``metres``.

    Simplified as for ``outlines``, so neighbours still share their border; ``digits`` decimals;
    outer rings run counter-clockwise (RFC 7946, section 3.1.6). Raises ``DeliveryRefused``.
    """
    shapes = polygons(kind, codes, texts)
    _, south, _, north = shapely.total_bounds(shapes)
    scale = np.array([cos(radians((south + north) / 2)) * DEGREE, DEGREE])
    simple = shapely.coverage_simplify(shapely.transform(shapes, lambda xy: xy * scale), metres)
    back = shapely.transform(simple, lambda xy: np.round(xy / scale, digits))
    return dict(zip(codes, shapely.orient_polygons(back), strict=True))


def _path(shape: shapely.Geometry, scale: float) -> str:
    """All rings of an area; of one that rounding makes a line, only the largest stays."""
    polygons = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    rings = [np.rint(_corners(r) * scale).astype(int) for p in polygons for r in _rings(p)]
    drawn = [ring for ring in map(_distinct, rings) if len(ring) > 2]
    return "".join(map(_spelt, drawn or [rings[0]]))


def _label(shape: shapely.Geometry, scale: float) -> tuple[int, int]:
    """The middle of the largest circle in the largest part of an area, in units."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=1 / scale)
    x, y = shapely.get_coordinates(line)[0] * scale
    return round(x), round(y)


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _corners(ring: shapely.LinearRing) -> np.ndarray:
    """Corners of a ring, shape (n, 2), the first not repeated."""
    return np.asarray(shapely.get_coordinates(ring)[:-1])


def _distinct(ring: np.ndarray) -> np.ndarray:
    """Without corners that rounding put on the one before."""
    return np.asarray(ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)])


def _spelt(ring: np.ndarray) -> str:
    """The ring as steps from corner to corner: whole units add up without error."""
    steps = np.diff(ring, axis=0)
    first = f"M{ring[0][0]},{ring[0][1]}"
    return first + "l" + " ".join(f"{dx},{dy}" for dx, dy in steps) + "z"
