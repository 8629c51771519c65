"""Candidates near a line are those that shapely finds, with its distances."""

from __future__ import annotations

import json
import random

import pytest
import shapely
from pyspark.sql import SparkSession

from lakehouse.declare.bounds import Bounds
from lakehouse.transform.grid import Grid
from lakehouse.transform.near_lines import near_lines

HERE = Bounds(52.0, 4.2, 52.1, 4.4)


def at(draw: random.Random) -> tuple[float, float]:
    return round(draw.uniform(4.30, 4.32), 6), round(draw.uniform(52.04, 52.055), 6)


def test_pairs_and_distances_are_shapelys(spark: SparkSession) -> None:
    draw = random.Random(5)
    points = [(f"p{n}", *at(draw)) for n in range(150)]
    lines = {f"l{n}": [at(draw) for _ in range(draw.randrange(2, 5))] for n in range(12)}
    lines["here"] = [points[0][1:], points[0][1:]]
    reach = {name: draw.choice([30, 80, 300]) for name in lines}
    drawn = [
        (name, json.dumps({"type": "LineString", "coordinates": c}), reach[name])
        for name, c in lines.items()
    ]
    found = near_lines(
        spark.createDataFrame(points, "point_id string, longitude double, latitude double"),
        spark.createDataFrame(drawn, "line_id string, geometry string, reach int"),
        HERE,
    ).collect()
    high, wide = Grid(HERE.south, HERE.west, HERE.north).degree
    flat = {
        name: shapely.LineString([(x * wide, y * high) for x, y in c]) for name, c in lines.items()
    }
    expected = {
        (p, name): line.distance(shapely.Point(x * wide, y * high))
        for p, x, y in points
        for name, line in flat.items()
    }
    expected = {pair: d for pair, d in expected.items() if d <= reach[pair[1]]}
    assert len(expected) > 50 and ("p0", "here") in expected
    assert {(r["point_id"], r["line_id"]): r["metres"] for r in found} == pytest.approx(
        expected, abs=1e-4
    )
    places = {p: shapely.Point(x * wide, y * high) for p, x, y in points}
    along = {
        (p, name): flat[name].project(places[p], normalized=True) if flat[name].length else 0.0
        for p, name in expected
    }
    assert {(r["point_id"], r["line_id"]): r["share_along"] for r in found} == pytest.approx(
        along, abs=1e-6
    )


def test_a_point_without_a_place_and_a_line_without_a_piece_have_no_pair(
    spark: SparkSession,
) -> None:
    points = spark.sql("select 'p' point_id, 52.0d latitude, cast(null as double) longitude")
    one = '{"type":"LineString","coordinates":[[4.2,52.0]]}'
    lines = spark.sql(f"select 'l' line_id, '{one}' geometry, 50 reach")
    placed = spark.sql("select 'p' point_id, 52.0d latitude, 4.2d longitude")
    assert near_lines(points, lines, HERE).count() == 0
    assert near_lines(placed, lines, HERE).count() == 0
