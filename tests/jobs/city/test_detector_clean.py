"""Every hour of a detector is there once, with what may be used of it and why."""

from __future__ import annotations

from datetime import date

from pyspark.sql import SparkSession

from jobs.city.detector_clean import detector_clean
from lakehouse.checks.conform import conform
from lakehouse.tables import city, transport
from tests.conftest import TableOf

HOURS = "detector_id string, day date, hour int, vehicles int, speed double, known_at date"


def test_hours_are_measured_stuck_carried_or_missing(
    spark: SparkSession, table_of: TableOf
) -> None:
    day, known = date(2024, 6, 30), date(2024, 7, 1)
    speeds = {0: 40.0, 1: 41.0, 6: 42.0, 7: 30.0, 8: 30.0, 9: 30.0, 10: 30.0, 11: 0.0, 12: 43.0}
    rows = [("D1", day, hour, 100 + (hour < 7) * hour, s, known) for hour, s in speeds.items()]
    rows.append(("D1", day, 13, 5, 20.0, date(2024, 7, 2)))
    detectors = table_of("detector_id\nD1\nD2", transport.detector)
    measured = spark.createDataFrame(rows, HOURS)
    made = conform(
        detector_clean(measured, detectors, date(2024, 7, 2)), city.detector_clean
    ).collect()
    assert len(made) == 48
    found = {r["hour"]: (r["speed"], r["flag"]) for r in made if r["detector_id"] == "D1"}
    assert [found[hour] for hour in (0, 1, 6, 12)] == [
        (speed, "measured") for speed in (40, 41, 42, 43)
    ]
    # Three hours later the last speed says nothing more; what came too late was not known.
    assert [found[hour] for hour in (2, 4, 5)] == [
        (41, "carried"),
        (41, "carried"),
        (None, "missing"),
    ]
    assert [found[hour] for hour in (7, 9, 10)] == [(42, "stuck"), (42, "stuck"), (None, "stuck")]
    assert found[11] == (None, "missing") and found[13] == found[15] == (43, "carried")
    assert found[16] == (None, "missing")
    assert {r["flag"] for r in made if r["detector_id"] == "D2"} == {"missing"}
    assert all((r["vehicles"] is not None) == (r["flag"] == "measured") for r in made)
