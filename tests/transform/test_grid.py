"""Cells nest, name themselves readably and can be found again; SQL and Python say the same."""

from __future__ import annotations

import re
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.transform.grid import SIZES, Grid, around

CITY = Grid(south=41.60, west=-87.95, north=42.05)
LATITUDE = st.floats(41.5, 42.1)
LONGITUDE = st.floats(-88.0, -87.4)


def test_a_cell_reads_as_its_size_and_steps() -> None:
    north, east = CITY.degree
    place = (41.60 + 17_250 / north, -87.95 + 6_250 / east)
    assert [CITY.cell(size, *place) for size in SIZES] == [
        *("g100_E62_N172", "g500_E12_N34", "g2000_E3_N8")
    ]
    assert CITY.cell(500, 41.60 - 1 / north, -87.95 - 1 / east) == "g500_W1_S1"


@pytest.mark.parametrize("latitude", [41.6, 42.05])
def test_metres_are_metres_within_the_stated_error(latitude: float) -> None:
    # Lengths of a degree of latitude at 41.825 and of longitude at both edges of the city, from
    # the series of the American Practical Navigator (Bowditch), an outside formula.
    def along(lat: float) -> float:
        a = radians(lat)
        return 111_412.84 * cos(a) - 93.5 * cos(3 * a) + 0.118 * cos(5 * a)

    middle = radians(41.825)
    up = 111_132.92 - 559.82 * cos(2 * middle) + 1.175 * cos(4 * middle)
    north, east = CITY.degree
    assert north == pytest.approx(up, rel=1e-6)
    assert east == pytest.approx(along(41.825), rel=1e-5)
    assert east == pytest.approx(along(latitude), rel=0.004)


@given(LATITUDE, LONGITUDE)
def test_each_cell_lies_in_exactly_one_larger_cell(latitude: float, longitude: float) -> None:
    small, middle, large = (CITY.cell(size, latitude, longitude) for size in SIZES)
    assert around(500, small) == middle
    assert around(2000, small) == around(2000, middle) == large
    assert around(100, small) == small


@given(LATITUDE, LONGITUDE, st.sampled_from(SIZES))
def test_a_point_lies_between_its_cells_corners(lat: float, lon: float, size: int) -> None:
    cell = CITY.cell(size, lat, lon)
    corners = CITY.corners(cell)
    (south, west), (north, east) = corners[0], corners[2]
    assert south - 1e-9 <= lat <= north + 1e-9 and west - 1e-9 <= lon <= east + 1e-9
    assert CITY.cell(size, *CITY.centre(cell)) == cell
    assert len(set(corners)) == 4


@given(st.integers(-40, 40), st.integers(-40, 40))
def test_a_large_cell_is_covered_by_its_small_ones(east: int, north: int) -> None:
    def named(e: int, n: int) -> str:
        return f"g100_{'E' if e >= 0 else 'W'}{abs(e)}_{'N' if n >= 0 else 'S'}{abs(n)}"

    inside = {around(500, named(5 * east + i, 5 * north + j)) for i in range(5) for j in range(5)}
    beyond = around(500, named(5 * east + 5, 5 * north))
    assert len(inside) == 1 and beyond not in inside


def test_spark_names_the_same_cells(spark: SparkSession) -> None:
    places = [(41.5 + i * 0.0057, -88.0 + (i * 37 % 101) * 0.0059) for i in range(100)]
    frame = spark.createDataFrame(places, "latitude double, longitude double")
    exprs = [f"{CITY.cell_sql(size)} as g{size}" for size in SIZES]
    rows = frame.selectExpr("latitude", "longitude", *exprs).collect()
    for row in rows:
        wanted = [CITY.cell(size, row["latitude"], row["longitude"]) for size in SIZES]
        assert list(row)[2:] == wanted
    assert any("W" in row["g100"] for row in rows) and any("S" in row["g100"] for row in rows)


@pytest.mark.parametrize(
    "place", ["null, -87d", "41d, null", "double('NaN'), -87d", "41d, double('Infinity')", "91, 0"]
)
def test_no_place_has_no_cell(spark: SparkSession, place: str) -> None:
    frame = spark.sql(f"select * from values ({place}) as t(latitude, longitude)")
    assert frame.selectExpr(CITY.cell_sql(100)).collect()[0][0] is None


@pytest.mark.parametrize("cell", ["g300_E1_N1", "g100_E1", "E1_N1", "g100_E-1_N2", ""])
def test_a_text_that_is_no_cell_is_refused(cell: str) -> None:
    with pytest.raises(PlanError, match=re.escape(repr(cell))):
        CITY.centre(cell)


def test_sizes_and_bounds_that_cannot_be_are_refused() -> None:
    with pytest.raises(PlanError, match="no cells of 250 m"):
        CITY.cell(250, 41.7, -87.7)
    with pytest.raises(PlanError, match="does not lie in one cell of 100 m"):
        around(100, "g500_E1_N1")
    with pytest.raises(PlanError, match="grid cannot lie between"):
        Grid(south=42, west=-87, north=41)
