"""The coming week's list has the dangerous hour of the dangerous area first."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from pyspark.sql import SparkSession

from jobs.published.hours_and_places_to_watch import hours_and_places_to_watch
from lakehouse.checks.conform import conform
from lakehouse.tables import published, weather
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
CRASH = (
    "row_id string, happened_on date, hour int, lighting string, latitude double, "
    "longitude double, known_at date"
)


def test_the_dangerous_hour_of_the_dangerous_area_comes_first(
    spark: SparkSession, table_of: TableOf
) -> None:
    draw = np.random.default_rng(6)
    crashes, events = [], []
    for back in range(1, 301):
        day = DAY - timedelta(days=back)
        for area in ("1", "2", "3"):
            for hour in range(24):
                often = 0.5 if (area, hour) == ("2", 17) else 0.03
                for n in range(draw.poisson(often)):
                    name = f"{day}-{area}-{hour}-{n}"
                    light = "dark" if hour < 6 else "daylight"
                    known = day + timedelta(days=1)
                    crashes.append((name, day, hour, light, 52.0, 4.0 + int(area) / 100, known))
                    events.append(("crash", name, area))
    # Told later, or without an area: neither counts.
    for n in range(200):
        crashes.append((f"late{n}", date(2024, 6, 1), 3, "dark", 52.0, 4.01, DAY))
        crashes.append((f"lost{n}", date(2024, 6, 1), 3, "dark", None, None, date(2024, 6, 2)))
        events += [("crash", f"late{n}", "1"), ("crash", f"lost{n}", None)]
    made = hours_and_places_to_watch(
        spark.createDataFrame(crashes, CRASH),
        spark.createDataFrame(events, "event_kind string, event_id string, community_area string"),
        table_of("day | precipitation", weather.day),
        DAY,
    )
    rows = conform(made, published.hours_and_places_to_watch).collect()
    # Of 7 * 24 * 3 the first.
    assert [r["place"] for r in rows] == list(range(1, 201))
    assert {(r["community_area"], r["hour"]) for r in rows[:7]} == {("2", 17)}
    assert {r["day"] for r in rows} == {DAY + timedelta(days=n) for n in range(7)}
    first = rows[0]
    assert 0.3 < first["expected"] < 0.8 and first["observed"] > 10
    assert first["expected_low"] < first["expected"] < first["expected_high"]
    assert first["data_through"] == DAY - timedelta(days=2) and first["expected_if_wet"] is None
    night = next(r for r in rows if r["hour"] < 6)
    assert night["expected"] < 0.1 and night["why"].endswith("in darkness")
