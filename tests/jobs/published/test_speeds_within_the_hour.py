"""The speeds within the hour carry their street, the last reading, and why there is none."""

from __future__ import annotations

from datetime import date, datetime

from pyspark.sql import SparkSession

from jobs.published.speeds_within_the_hour import speeds_within_the_hour
from lakehouse.checks.conform import conform, schema_of
from lakehouse.tables import published, risk, transport
from tests.conftest import TableOf

DAY = date(2024, 7, 1)


def test_each_detector_keeps_its_quarters_and_gets_its_street(
    spark: SparkSession, table_of: TableOf
) -> None:
    at = [datetime(2024, 7, 1, 0, minute) for minute in (0, 15)]
    fixed = {"as_of": DAY, "data_through": DAY, "model_name": "m", "model_version": "2"}
    told = {"expected": 30.0, "expected_low": 28.0, "expected_high": 33.0, "last_speed": 31.0}
    rows = [
        fixed | told | {"detector_id": "D1", "told_for": at[1], "minutes_ahead": 30},
        fixed | told | {"detector_id": "D1", "told_for": at[0], "minutes_ahead": 15},
        fixed | {"detector_id": "D2", "told_for": at[0], "why_no_forecast": "silent"},
    ]
    names = risk.speed_within_the_hour.column_names
    frame = spark.createDataFrame(
        [tuple(row.get(name) for name in names) for row in rows],
        schema_of(risk.speed_within_the_hour),
    )
    places = "detector_id | segment_id | latitude | longitude\n"
    detectors = table_of(places + "D1 | 1 | 52.05 | 4.3\nD2 | 9 | 52.05 | 4.31", transport.detector)
    streets = table_of("segment_id | street\n1 | Main", transport.street_segment)
    made = speeds_within_the_hour(frame, detectors, streets)
    found = conform(made, published.speeds_within_the_hour).collect()
    asked = ("detector_id", "minutes_ahead", "street", "expected", "last_speed", "why_no_forecast")
    assert [tuple(row[name] for name in asked) for row in found] == [
        ("D1", 15, "Main", 30.0, 31.0, None),
        ("D2", None, None, None, None, "silent"),
        ("D1", 30, "Main", 30.0, 31.0, None),
    ]
