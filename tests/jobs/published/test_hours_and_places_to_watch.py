"""The hours to watch are those with most crashes expected, two hundred of them, in their order."""

from __future__ import annotations

from datetime import date, timedelta

from pyspark.sql import SparkSession

from jobs.published.hours_and_places_to_watch import MOST, hours_and_places_to_watch
from lakehouse.checks.conform import conform, schema_of
from lakehouse.tables import published, risk

DAY = date(2024, 7, 1)


def test_the_first_two_hundred_come_in_order_with_their_model(spark: SparkSession) -> None:
    fixed = {"as_of": DAY, "data_through": DAY, "model_name": "sample_crash_hour"}
    fixed |= {"model_version": "3", "judged": "It is no worse.", "observed": 1, "usual": 0.1}
    rows = []
    for area in ("1", "2"):
        for number in range(7 * 24):
            day, hour = DAY + timedelta(days=number // 24), number % 24
            # All alike, but two: among equals area, day and hour decide.
            expected = {("2", 17): 0.9, ("1", 3): 0.001}.get((area, number), 0.1)
            told = {"community_area": area, "day": day, "hour": hour, "expected": expected}
            rows.append(fixed | told | {"expected_low": 0.0, "expected_high": 1.0})
    names = risk.crash_hour.column_names
    frame = spark.createDataFrame(
        [tuple(row.get(name) for name in names) for row in rows], schema_of(risk.crash_hour)
    )
    made = conform(hours_and_places_to_watch(frame), published.hours_and_places_to_watch).collect()
    assert [r["place"] for r in made] == list(range(1, MOST + 1)) and len(rows) == 336
    assert [(r["community_area"], r["hour"]) for r in made[:4]] == [
        *(("2", 17), ("1", 0), ("1", 1), ("1", 2)),
    ]
    assert made[4]["hour"] == 4, "the one that is unlikely is left out"
    assert {(r["model_name"], r["model_version"]) for r in made} == {("sample_crash_hour", "3")}
