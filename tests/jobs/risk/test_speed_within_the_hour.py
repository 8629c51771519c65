"""What is known of quarter hours: the last eight weeks of them, without what hangs."""

from __future__ import annotations

from datetime import date, timedelta

from pyspark.sql import SparkSession

from jobs.risk.speed_within_the_hour import WEEKS, rows, speed_within_the_hour
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import transport
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
HERE = Bounds(52.0, 4.2, 52.12, 4.45)
READ = (
    "detector_id string, day date, hour int, minute int, vehicles int, speed double, known_at date"
)


def test_quarter_hours_are_counted_in_steps_and_stuck_ones_are_no_speeds(
    spark: SparkSession, table_of: TableOf
) -> None:
    day = DAY - timedelta(days=1)
    first = DAY - timedelta(weeks=WEEKS)
    read = [("D1", day, 23, m, 9, 50.0 + m, day) for m in (0, 15, 30, 45)]
    # The same twice in a row may be chance, three times it hangs; an hour apart it is not a run.
    read += [("D1", day, h, 0, 7, 40.0, day) for h in (4, 5, 6)]
    read += [("D1", day, 8, m, 7, 40.0, day) for m in (0, 15, 30)]
    read += [
        ("D1", first, 0, 0, 7, 42.0, day),
        ("D1", first - timedelta(days=1), 23, 45, 7, 43.0, day),
    ]
    read += [("D1", day, 22, 0, 7, 44.0, DAY)]
    places = "detector_id | segment_id | latitude | longitude\nD1 | 1 | 52.05 | 4.3"
    detectors = table_of(places, transport.detector)
    made = rows(spark.createDataFrame(read, READ), detectors, DAY, HERE).collect()
    steps = {row["step"]: row["speed"] for row in made}
    midnight = 96 * (DAY - date(1970, 1, 1)).days
    assert [steps[midnight - n] for n in (4, 3, 2, 1)] == [50.0, 65.0, 80.0, 95.0]
    assert [steps[midnight - 96 + 4 * h] for h in (4, 5, 6)] == [40.0] * 3
    assert [steps[midnight - 96 + 32 + n] for n in range(3)] == [None] * 3
    assert steps[midnight - 96 * 7 * WEEKS] == 42.0 and len(made) == 11
    assert speed_within_the_hour.of_city == ("bounds",)
