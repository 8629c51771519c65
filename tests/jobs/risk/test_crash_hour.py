"""What is known of crashes: where they were located, in what light, and as far as they reach."""

from __future__ import annotations

from datetime import date

from pyspark.sql import SparkSession

from jobs.risk.crash_hour import crash_hour, rows
from lakehouse.tables import city, transport, weather
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
CRASHES = """
row_id | happened_on | hour | lighting  | latitude | longitude | known_at
1      | 2024-06-01  | 23   | dark, lit | 52.0     | 4.0       | 2024-06-02
2      | 2024-06-02  | 6    | dawn      | 52.0     | 4.0       | 2024-06-03
3      | 2024-06-03  | 12   | daylight  | 52.0     | 4.0       | 2024-07-01
4      | 2024-07-01  | 12   | daylight  | 52.0     | 4.0       | 2024-07-01
"""
EVENTS = """
event_kind | event_id | community_area
crash      | 1        | 7
burglary   | 2        | 8
"""


def test_crashes_have_area_light_and_known_day_and_rain_its_own(
    spark: SparkSession, table_of: TableOf
) -> None:
    made = rows(
        table_of(CRASHES, transport.crash),
        table_of(EVENTS, city.event),
        table_of("day | precipitation | known_at\n2024-06-01 | 3.5 | 2024-06-02", weather.day),
        DAY,
    )
    told = {(r["kind"], str(r["day"])): r for r in made.collect()}
    # Of the day decided for nothing counts; what is not located counts without an area.
    assert set(told) == {
        *(("crash", "2024-06-01"), ("crash", "2024-06-02"), ("crash", "2024-06-03")),
        ("weather", "2024-06-01"),
    }
    one, two, three = (told["crash", f"2024-06-0{n}"] for n in (1, 2, 3))
    assert [r["area"] for r in (one, two, three)] == ["7", None, None]
    assert [r["is_dark"] for r in (one, two, three)] == [1.0, 0.5, 0.0]
    assert three["known_at"] == DAY, "the platform leaves out what was known too late"
    assert told["weather", "2024-06-01"]["precipitation"] == 3.5
    assert {r["begins"] for r in told.values()} == {DAY}


def test_the_weather_may_lack_and_end_earlier() -> None:
    assert crash_hour.optional == (weather.day,) and crash_hour.side_by_side
