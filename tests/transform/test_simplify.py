"""A simplified map is small, and its neighbours still meet."""

from __future__ import annotations

import json
import re
from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused, SettingError
from lakehouse.transform.simplify import Outlines, outlines
from tests.examples import examples
from tests.shared_data import shared

Corner = tuple[int, int]


def rings(path: str) -> list[list[Corner]]:
    """The corners a browser would draw."""
    found = []
    for text in re.findall("M([^z]*)z", path):
        first, _, steps = text.partition("l")
        moves = [tuple(map(int, step.split(","))) for step in [first, *steps.split()]]
        found.append([(int(x), int(y)) for x, y in np.cumsum(moves, axis=0)])
    return found


def edges(path: str) -> Counter[frozenset[Corner]]:
    each = (zip(ring, ring[1:] + ring[:1], strict=True) for ring in rings(path))
    return Counter(frozenset(edge) for pairs in each for edge in pairs)


def unshared(drawn: Outlines) -> set[frozenset[Corner]]:
    """Edges that only one area has: the border of the whole, when neighbours meet."""
    total = sum((edges(path) for path in drawn.paths.values()), Counter())
    assert max(total.values()) <= 2
    return {edge for edge, times in total.items() if times == 1}


def test_a_square_is_drawn_north_up_from_the_corner() -> None:
    squares = {
        "south": "POLYGON ((0 -1, 2 -1, 2 0, 0 0, 0 -1))",
        "north": "POLYGON ((0 0, 2 0, 2 1, 0 1, 0 0))",
    }
    drawn = outlines("ward", tuple(squares), tuple(squares.values()), metres=1, width=100)
    assert (drawn.view_box, drawn.fits) == ("0 0 100 100", True)
    # Somewhere along the middle: every circle there is as large.
    assert {c: y for c, (_, y) in drawn.labels.items()} == {"north": 25, "south": 75}
    assert all(25 <= x <= 75 for x, _ in drawn.labels.values())
    corners = {code: set(rings(path)[0]) for code, path in drawn.paths.items()}
    assert corners["north"] == {(0, 0), (100, 0), (100, 50), (0, 50)}
    assert corners["south"] == {(0, 50), (100, 50), (100, 100), (0, 100)}


def test_holes_stay_and_tiny_areas_do_not_vanish() -> None:
    frame = shapely.box(0, 0, 1, 1) - shapely.box(0.2, 0.2, 0.8, 0.8)
    tiny = shapely.box(2, 0, 2.00001, 0.00001)
    texts = tuple(shapely.to_wkt(shape) for shape in (frame, tiny))
    drawn = outlines("ward", ("1", "2"), texts, metres=10, width=100)
    assert len(rings(drawn.paths["1"])) == 2 and drawn.paths["2"].startswith("M")


def test_areas_that_overlap_are_told() -> None:
    texts = (shapely.to_wkt(shapely.box(0, 0, 2, 1)), shapely.to_wkt(shapely.box(1, 0, 3, 1)))
    assert not outlines("ward", ("1", "2"), texts).fits


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(SettingError, match="map of 0 areas"):
        outlines("ward", (), ())
    with pytest.raises(SettingError, match="-1 m"):
        outlines("ward", ("1",), ("POLYGON ((0 0, 1 0, 1 1, 0 0))",), metres=-1)
    with pytest.raises(DeliveryRefused, match="ward 1 is no polygon"):
        outlines("ward", ("1",), ("POINT (0 0)",))


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40))
def test_the_areas_of_a_random_map_leave_no_gap(seed: int, many: int) -> None:
    box = shapely.box(0, 0, 1, 1)
    seeds = shapely.MultiPoint(np.random.default_rng(seed).uniform(0, 1, (many, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=box))
    # Borders of many corners: each is cut into short crooked steps, once for both of its sides.
    lines = shapely.get_parts(shapely.union_all(shapely.boundary(cells)))
    crooked = shapely.transform(shapely.segmentize(lines, 0.02), _crooked)
    fine = shapely.get_parts(shapely.polygonize(crooked))
    texts = tuple(shapely.to_geojson(cell) for cell in fine)
    drawn = outlines("cell", tuple(map(str, range(len(fine)))), texts, metres=3_000, width=2_000)
    assert drawn.fits and len(fine) == len(cells)
    # The border of the whole is a closed line, so every corner of it has two of its edges.
    ends = Counter(corner for edge in unshared(drawn) for corner in edge)
    assert set(ends.values()) == {2}
    assert sum(p.count(" ") for p in drawn.paths.values()) < shapely.get_num_coordinates(fine).sum()


def _crooked(corners: np.ndarray) -> np.ndarray:
    return np.asarray(corners + 0.002 * np.sin(300 * corners[:, ::-1]))


def test_the_77_community_areas_fit_in_12_kilobytes_and_meet() -> None:
    folder = shared("data", "chicago/planning")
    features = json.loads((folder / "commareas.geojson").read_text("utf-8"))["features"]
    codes = [f["properties"]["area_numbe"] for f in features]
    drawn = outlines("community_area", codes, [json.dumps(f["geometry"]) for f in features])
    assert drawn.fits and len(drawn.paths) == 77
    corners = {code: shapely.Polygon(max(rings(p), key=len)) for code, p in drawn.paths.items()}
    assert all(corners[c].contains(shapely.Point(at)) for c, at in drawn.labels.items())
    assert sum(map(len, drawn.paths.values())) < 13_000
    ends = Counter(corner for edge in unshared(drawn) for corner in edge)
    assert all(times % 2 == 0 for times in ends.values())
