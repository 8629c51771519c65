"""A place is reached as soon as the calls around it were, or as the city's where these are few."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.bounds import Bounds
from lakehouse.transform.reached import LEAST, reached

BOUNDS = Bounds(52.0, 4.2, 52.1, 4.4)
CALLED = datetime(2024, 1, 1, 23, 58)


def test_minutes_are_those_of_the_calls_around(spark: SparkSession) -> None:
    # Squares are 500 m: 0.0045 degrees north. Near A every call took 4 minutes but a tenth.
    near = [(52.0502, 4.3002, 4 if n % 10 else 9) for n in range(LEAST)]
    beside = [(52.0502 - 0.0045, 4.3002, 6) for _ in range(LEAST)]
    far = [(52.09, 4.39, 30) for _ in range(5)]
    odd = [(52.0502, 4.3002, 500), (52.0502, 4.3002, -3), (None, None, 12)]
    rows = [
        (CALLED, CALLED + timedelta(minutes=m), y, x) for y, x, m in (*near, *beside, *far, *odd)
    ]
    calls = spark.createDataFrame(
        [*rows, (CALLED, None, 52.0502, 4.3002)],
        "called_at timestamp, arrived_at timestamp, latitude double, longitude double",
    )
    places = spark.createDataFrame(
        [("A", 52.0501, 4.3001), ("B", 52.091, 4.391), ("C", 52.02, 4.21), ("D", None, None)],
        "place string, latitude double, longitude double",
    )
    found = {r["place"]: r.asDict() for r in reached(places, calls, BOUNDS).collect()}
    # Forty calls: twice nine minutes, eighteen times four, twenty times six.
    assert found["A"]["calls_near"] == 2 * LEAST
    assert found["A"]["minutes_usual"] == 6 and found["A"]["minutes_90"] == pytest.approx(6)
    # Few or none near by: the city's 46 calls, five of half an hour among them.
    for place, near_by in (("B", 5), ("C", 0)):
        assert found[place]["calls_near"] == near_by
        assert found[place]["minutes_usual"] == 6
        assert found[place]["minutes_90"] > 9
    assert found["D"]["minutes_usual"] is None and found["D"]["calls_near"] is None


def test_a_city_without_a_timed_call_says_nothing(spark: SparkSession) -> None:
    places = spark.sql("select 'A' as place, 52.05d as latitude, 4.3d as longitude")
    calls = spark.createDataFrame(
        [], "called_at timestamp, arrived_at timestamp, latitude double, longitude double"
    )
    (row,) = reached(places, calls, BOUNDS).collect()
    assert (row["minutes_usual"], row["minutes_90"], row["calls_near"]) == (None, None, 0)
