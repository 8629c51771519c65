"""Rows in are rows out, each with its areas or the reason why not."""

from __future__ import annotations

import pytest
from py4j.protocol import Py4JJavaError
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.transform.place import located, outcomes
from tests.conftest import TableOf

BOUNDARIES = """
    kind string | code string | geometry string
    ward        | 10          | POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))
    ward        | 9           | POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))
    district    | A           | POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))
    beat        | 7           | nobody asks for beats, so nobody reads this
"""
POINTS = """
    id string | latitude double | longitude double
    in ten    | 0.5             | 0.5
    again     | 0.5             | 0.5
    border    | 0.5             | 1
    north     | 1.5             | 0.5
    away      | 50              | 50
    nowhere   | 500             | 0
    no lat    |                 | 0.5
    no lon    | 0.5             |
    nan       | NaN             | 0.5
"""
KINDS = ("ward", "district")
BORDER = "on a common border: the smaller code is taken"


@pytest.fixture(scope="module")
def boundaries(table_of: TableOf) -> DataFrame:
    return table_of(BOUNDARIES)


def test_every_row_stays_and_says_where_or_why_not(
    table_of: TableOf, boundaries: DataFrame
) -> None:
    placed = located(table_of(POINTS), boundaries, KINDS, parts=2)
    assert placed.columns[3:] == ["ward", "ward_reason", "district", "district_reason"]
    rows = placed.collect()
    assert len(rows) == 9
    none, outside = (None, "no coordinates"), (None, "outside every area")
    assert {row["id"]: tuple(row)[3:] for row in rows} == {
        "in ten": ("10", None, "A", None),
        "again": ("10", None, "A", None),
        "border": ("9", BORDER, "A", None),
        "north": (*outside, "A", None),
        **dict.fromkeys(("away", "nowhere"), outside * 2),
        **dict.fromkeys(("no lat", "no lon", "nan"), none * 2),
    }
    doubts = outcomes(placed, KINDS).where("reason is not null").collect()
    counted = {(r["kind"], r["reason"]): r["rows"] for r in doubts}
    assert counted == {
        ("ward", BORDER): 1,
        ("ward", "outside every area"): 3,
        ("ward", "no coordinates"): 3,
        ("district", "outside every area"): 2,
        ("district", "no coordinates"): 3,
    }


def test_a_kind_without_boundaries_says_so(table_of: TableOf, boundaries: DataFrame) -> None:
    points = "id string | latitude double | longitude double\na | 0.5 | 0.5"
    (row,) = located(table_of(points), boundaries, ["tract"], parts=2).collect()
    assert row["tract"] is None and row["tract_reason"] == "no areas of this kind"


def test_empty_tables_can_be_planned_and_run(table_of: TableOf, boundaries: DataFrame) -> None:
    points = table_of("id string | latitude double | longitude double")
    assert located(points, boundaries.limit(0), KINDS, parts=2).collect() == []


def test_decimal_coordinates_are_located(spark: SparkSession, boundaries: DataFrame) -> None:
    points = spark.sql("select 1 as id, 0.5 as latitude, cast(0.25 as float) as longitude")
    (row,) = located(points, boundaries, ["ward"], parts=1).collect()
    assert row["ward"] == "10"


def test_a_broken_boundary_stops_the_run(table_of: TableOf, boundaries: DataFrame) -> None:
    points = table_of("id string | latitude double | longitude double\na | 0.5 | 0.5")
    # Whether the worker's own error or Java's around it is raised depends on how Spark joins.
    with pytest.raises((PythonException, Py4JJavaError), match="boundary of beat 7 cannot be read"):
        located(points, boundaries, ["beat"], parts=1).collect()


@pytest.mark.parametrize(
    ("kind", "said"), [("id", "have a column id already"), ("a b", "cannot name a column")]
)
def test_names_that_clash_are_refused(
    table_of: TableOf, boundaries: DataFrame, kind: str, said: str
) -> None:
    with pytest.raises(PlanError, match=said):
        located(table_of(POINTS), boundaries, [kind])
