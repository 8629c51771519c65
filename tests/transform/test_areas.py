"""Every point of an array gets the area that shapely itself says, borders included."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.transform.areas import (
    LOCATED,
    NO_AREAS,
    ON_BORDER,
    OUTSIDE,
    OVERLAP,
    Areas,
    polygons,
)
from tests.examples import examples

SQUARES = {
    "10": "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))",
    "9": "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))",
    "8b": "POLYGON ((0 1, 2 1, 2 2, 0 2, 0 1))",
}


def found(shapes: dict[str, str], points: list[tuple[float, float]]) -> list[tuple[str, int]]:
    areas = Areas("ward", tuple(shapes), tuple(shapes.values()))
    index, reason = areas.find(*np.array(points, dtype=float).T)
    return [(areas.codes[i] if i >= 0 else "", int(r)) for i, r in zip(index, reason, strict=True)]


def test_inside_outside_and_on_borders() -> None:
    points = [(0.5, 0.5), (1.5, 0.3), (1, 1.5), (3, 3), (1, 0.5), (1, 1), (0, 0.5), (-1e-12, 0.5)]
    assert found(SQUARES, points) == [
        *(("10", LOCATED), ("9", LOCATED), ("8b", LOCATED), ("", OUTSIDE)),
        # Numbers come by size, before other texts; the outer border has one area alone.
        *(("9", ON_BORDER), ("9", ON_BORDER), ("10", LOCATED), ("", OUTSIDE)),
    ]


def test_two_parts_of_one_area_are_no_doubt() -> None:
    texts = (SQUARES["10"], SQUARES["9"])
    areas = Areas("district", ("31", "31"), texts)
    index, reason = areas.find(np.array([1.0, 0.5]), np.array([0.5, 0.5]))
    assert areas.codes == ["31"] and index.tolist() == [0, 0] and set(reason) == {LOCATED}


def test_an_overlap_is_told_from_a_border() -> None:
    shapes = {
        "1": "POLYGON ((0 0, 3 0, 3 1, 0 1, 0 0))",
        "2": "POLYGON ((2 0, 4 0, 4 1, 2 1, 2 0))",
    }
    points = [(2.5, 0.5), (2, 0.5), (1.9, 0.5)]
    assert found(shapes, points) == [("1", OVERLAP), ("1", ON_BORDER), ("1", LOCATED)]


def test_holes_and_islands_count() -> None:
    holed = shapely.to_wkt(
        shapely.MultiPolygon(
            [shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2), shapely.box(5, 5, 6, 6)]
        )
    )
    assert [c for c, _ in found({"A": holed}, [(0.5, 0.5), (1.5, 1.5), (5.5, 5.5), (4, 4)])] == [
        *("A", "", "A", "")
    ]


def test_without_areas_every_point_says_so() -> None:
    index, reason = Areas("ward", (), ()).find(np.zeros(2), np.zeros(2))
    assert index.tolist() == [-1, -1] and set(reason) == {NO_AREAS}
    index, reason = Areas("ward", ("1",), (SQUARES["10"],)).find(np.zeros(0), np.zeros(0))
    assert len(index) == len(reason) == 0


def test_geojson_and_wkt_are_the_same() -> None:
    text = '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}'
    one, other = polygons("ward", ("1", "1"), (text, SQUARES["10"]))
    assert shapely.equals_exact(one, other)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))", "crosses itself"),
        ("POINT (0 0)", "is no polygon"),
        ("POLYGON EMPTY", "is no polygon"),
        ("{broken", "cannot be read"),
        ("nothing", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_boundary_is_refused_by_name(text: str, how: str) -> None:
    with pytest.raises(DeliveryRefused, match=f"boundary of ward 7 {how}"):
        Areas("ward", ("7",), (text,))


def test_an_area_without_a_code_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="has no code"):
        Areas("ward", ("7", ""), (SQUARES["10"], SQUARES["9"]))


def tessellation(seed: int, areas: int) -> tuple[tuple[str, ...], list[shapely.Polygon]]:
    """Voronoi cells over the unit square: they cover it and share their borders exactly."""
    seeds = np.random.default_rng(seed).uniform(0, 1, (areas, 2))
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shapely.box(0, 0, 1, 1))
    parts = list(shapely.get_parts(cells))
    return tuple(str(i) for i in range(len(parts))), parts


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60))
def test_in_a_random_tessellation_each_point_has_one_area_and_shapely_agrees(
    seed: int, many: int
) -> None:
    codes, shapes = tessellation(seed, many)
    rng = np.random.default_rng(seed + 1)
    corners = np.unique(shapely.get_coordinates(shapes), axis=0)
    # Corners are borders of several; random points of one; some lie outside. GeoJSON keeps every
    # bit of a coordinate, the WKT that shapely writes does not.
    points = np.vstack([rng.uniform(-0.2, 1.2, (300, 2)), corners])
    areas = Areas("cell", codes, [shapely.to_geojson(s) for s in shapes])
    index, reason = areas.find(*points.T)
    cells, each = np.array(shapes)[:, None], shapely.points(points)[None, :]
    holds, inner = shapely.intersects(cells, each), shapely.contains(cells, each).sum(axis=0)
    for n, (i, why) in enumerate(zip(index, reason, strict=True)):
        held = [int(codes[k]) for k in np.flatnonzero(holds[:, n])]
        assert (areas.codes[i] if i >= 0 else "") == (str(min(held)) if held else "")
        many_hold = ON_BORDER if inner[n] < 2 else OVERLAP
        assert why == (OUTSIDE if not held else LOCATED if len(held) == 1 else many_hold)
