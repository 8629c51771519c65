"""Rows with a place are features that any map reads: lon before lat, rings the right way round."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from lakehouse.declare import Column, Table
from lakehouse.run.published.handed_geojson import geojson
from lakehouse.transform.simplify import borders
from tests.drawn_result import IS_OPEN, RANK, SEEN_ON, TAGS

SPOTS = Table(
    "risk.spots",
    "One row per spot.",
    ("spot",),
    (
        Column("spot", "string", "The spot."),
        RANK,
        Column("chance", "double", "Its chance."),
        *(SEEN_ON, IS_OPEN, TAGS),
        Column("latitude", "double", "North."),
        Column("longitude", "double", "East."),
    ),
)
AREAS = Table(
    "risk.areas",
    "One row per area.",
    ("community_area", "measure"),
    (Column("community_area", "string", "The area."), Column("measure", "string", "What.")),
)
WEST = "POLYGON((4 52, 4 52.1, 4.1 52.1, 4.1 52, 4 52))"  # clockwise, as some files have it
EAST = "POLYGON((4.1 52, 4.2 52, 4.2 52.1, 4.1 52.1, 4.1 52))"


def read(file: Path) -> Any:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is no JSON")

    return json.loads(file.read_text("utf-8"), parse_constant=refuse)


@pytest.fixture
def spots() -> pd.DataFrame:
    rows = [
        ("a", 1.0, 0.25, date(2024, 6, 1), True, np.array(["x", "y"]), 52.1234567891, 4.3),
        ("=b", np.nan, np.inf, None, None, None, np.nan, np.nan),
    ]
    return pd.DataFrame(rows, columns=SPOTS.column_names)


def test_a_row_with_a_place_is_a_point(spots: pd.DataFrame, tmp_path: Path) -> None:
    assert geojson(spots, SPOTS, {}, tmp_path / "x")
    made = read(tmp_path / "x")
    assert made["type"] == "FeatureCollection" and made["name"] == "spots"
    first, second = made["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [4.3, 52.123457]}
    assert first["properties"] == {
        "spot": "a",
        "rank": 1,
        "chance": 0.25,
        "seen_on": "2024-06-01",
        "is_open": True,
        "tags": ["x", "y"],
        "latitude": 52.1234567891,
        "longitude": 4.3,
    }
    assert isinstance(first["properties"]["rank"], int)
    assert second["geometry"] is None and second["properties"]["chance"] is None


def test_rows_of_areas_get_the_outline_of_theirs(tmp_path: Path) -> None:
    rows = pd.DataFrame({"community_area": ["1", "1", "9"], "measure": ["x", "y", "x"]})
    shapes = borders("area", ["1", "2"], [WEST, EAST], metres=0)
    assert geojson(rows, AREAS, shapes, tmp_path / "x")
    drawn = [f["geometry"] for f in read(tmp_path / "x")["features"]]
    assert drawn[0] == drawn[1] and drawn[2] is None
    ring = shapely.LinearRing(drawn[0]["coordinates"][0])
    assert ring.is_ccw and shapely.from_geojson(json.dumps(drawn[0])).equals(shapely.from_wkt(WEST))


def test_neighbours_still_share_their_border() -> None:
    bump = "4.1 52, 4.1 52.0499, 4.10003 52.05, 4.1 52.0501, 4.1 52.1"
    bent = f"POLYGON((4 52, {bump}, 4 52.1, 4 52))"
    back = ", ".join(reversed(bump.split(", ")))
    other = f"POLYGON((4.2 52, 4.2 52.1, {back}, 4.2 52))"
    made = borders("area", ["1", "2"], [bent, other])
    assert shapely.coverage_is_valid(list(made.values()))
    assert shapely.get_num_coordinates(made["1"]) < shapely.get_num_coordinates(
        shapely.from_wkt(bent)
    )


def test_a_table_without_places_makes_no_file(spots: pd.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "x"
    assert not geojson(spots.drop(columns="latitude"), SPOTS, {}, file)
    assert not geojson(spots[1:], SPOTS, {}, file)
    rows = pd.DataFrame({"community_area": ["1"], "measure": ["x"]})
    assert not geojson(rows, AREAS, {}, file) and not file.exists()
