"""The speeds to expect carry their street, their model, and why a silent detector has none."""

from __future__ import annotations

from datetime import date

from pyspark.sql import SparkSession

from jobs.published.speeds_to_expect import speeds_to_expect
from lakehouse.checks.conform import conform, schema_of
from lakehouse.tables import published, risk, transport
from tests.conftest import TableOf

DAY = date(2024, 7, 1)


def test_each_detector_keeps_its_hours_and_gets_its_street(
    spark: SparkSession, table_of: TableOf
) -> None:
    fixed = {"as_of": DAY, "data_through": DAY, "model_name": "sample_speed_ahead"}
    fixed |= {"model_version": "2", "day": DAY}
    told = {"expected": 30.0, "expected_low": 28.0, "expected_high": 33.0, "error": 1.5}
    rows = [
        fixed | told | {"detector_id": "D1", "hour": 1, "hours_ahead": 2},
        fixed | told | {"detector_id": "D1", "hour": 0, "hours_ahead": 1},
        fixed | {"detector_id": "D2", "hour": 0, "hours_ahead": 1, "why_no_forecast": "silent"},
    ]
    names = risk.speed_ahead.column_names
    frame = spark.createDataFrame(
        [tuple(row.get(name) for name in names) for row in rows], schema_of(risk.speed_ahead)
    )
    places = "detector_id | segment_id | latitude | longitude\n"
    detectors = table_of(places + "D1 | 1 | 52.05 | 4.3\nD2 | 9 | 52.05 | 4.31", transport.detector)
    streets = table_of("segment_id | street\n1 | Main", transport.street_segment)
    made = conform(speeds_to_expect(frame, detectors, streets), published.speeds_to_expect)
    found = [(r["detector_id"], r["hour"], r["street"], r["expected"]) for r in made.collect()]
    assert found == [("D1", 0, "Main", 30.0), ("D2", 0, None, None), ("D1", 1, "Main", 30.0)]
    assert {(r["model_name"], r["model_version"]) for r in made.collect()} == {
        ("sample_speed_ahead", "2")
    }
