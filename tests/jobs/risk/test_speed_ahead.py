"""What is known of speeds: what came in time and moves, at places in metres."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pyspark.sql import SparkSession

from jobs.risk.speed_ahead import rows, speed_ahead
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import transport
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
HERE = Bounds(52.0, 4.2, 52.12, 4.45)
HOURS = "detector_id string, day date, hour int, vehicles int, speed double, known_at date"


def test_late_old_and_stuck_hours_are_not_speeds(spark: SparkSession, table_of: TableOf) -> None:
    yesterday, known = DAY - timedelta(days=2), DAY - timedelta(days=1)
    hours = [("D1", yesterday, h, 100 + h, 50.0 + h, known) for h in range(24)]
    hours += [("D2", yesterday, h, 7, 40.0, known) for h in range(24)]
    hours += [("D1", known, 5, 90, 61.0, DAY)]
    hours += [("D1", DAY - timedelta(days=183), 5, 90, 162.0, known)]
    hours += [("D1", DAY - timedelta(days=182), 5, 90, 0.0, known)]
    places = "detector_id | segment_id | latitude | longitude\n"
    detectors = table_of(places + "D1 | 1 | 52.05 | 4.3\nD2 | 1 | 52.06 | 4.3", transport.detector)
    made = rows(spark.createDataFrame(hours, HOURS), detectors, DAY, HERE).collect()
    # As soon as an hour is known it counts; it is the platform that leaves out what is not.
    assert len(made) == 24 + 24 + 1 and 162.0 not in {r["speed"] for r in made}
    first = next(r for r in made if r["speed"] == 50.0)
    assert first["step"] == (yesterday - date(1970, 1, 1)).days * 24
    assert [r["speed"] for r in made if r["detector_id"] == "D2"] == [None] * 24
    old = min(made, key=lambda r: r["step"])
    assert old["speed"] is None, "no speed is 0 where traffic moves"
    by = {r["detector_id"]: r["y"] for r in made}
    assert by["D2"] - by["D1"] == pytest.approx(1113, abs=2)
    assert speed_ahead.of_city == ("bounds",)
