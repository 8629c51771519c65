"""The coming day's speeds carry the last and the usual one, and a detector that hangs says why."""

from __future__ import annotations

import random
from datetime import date, timedelta

from pyspark.sql import SparkSession

from jobs.published.speeds_to_expect import speeds_to_expect
from lakehouse.checks.conform import conform
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import published, transport
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
HERE = Bounds(52.0, 4.2, 52.12, 4.45)
HOURS = "detector_id string, day date, hour int, vehicles int, speed double, known_at date"


def test_a_rush_hour_is_expected_before_it_begins(spark: SparkSession, table_of: TableOf) -> None:
    draw = random.Random(2)
    hours = []
    for back in range(1, 8 * 7 + 1):
        day = DAY - timedelta(days=back)
        for hour in range(24):
            speed = 25.0 if hour == 17 and day.weekday() < 5 else 50.0
            known = day + timedelta(days=1)
            hours.append(("D1", day, hour, 100 + hour, speed + draw.gauss(0, 1), known))
            hours.append(("D2", day, hour, 7, 40.0, known))
    # What came too late to be known would have been seen at once.
    late = [(d, day, h, v, 90.0, DAY) for d, day, h, v, _, _ in hours if day == DAY - timedelta(1)]
    measured = spark.createDataFrame(
        [row for row in hours if row[1] < DAY - timedelta(1)] + late, HOURS
    )
    places = "detector_id | segment_id | latitude | longitude\n"
    detectors = table_of(places + "D1 | 1 | 52.05 | 4.3\nD2 | 1 | 52.05 | 4.31", transport.detector)
    streets = table_of("segment_id | street\n1 | Main", transport.street_segment)
    made = conform(
        speeds_to_expect(measured, detectors, streets, DAY, HERE), published.speeds_to_expect
    ).collect()
    rows = {(r["detector_id"], r["hour"]): r for r in made}
    assert len(made) == 48 and {r["day"] for r in made} == {DAY - timedelta(days=1)}
    # The day before is a Sunday: no rush hour; it is the last two days that are not known yet.
    five = rows["D1", 17]
    assert five["street"] == "Main" and five["hours_ahead"] == 18
    assert 45 < five["expected"] < 55 and five["expected_low"] < five["expected_high"]
    assert five["data_through"] == DAY - timedelta(days=2)
    assert five["error"] <= min(five["error_last"], five["error_usual"])
    assert rows["D2", 17]["expected"] is None
    assert rows["D2", 17]["why_no_forecast"].startswith("only 0 hours were measured")
