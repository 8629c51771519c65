"""Emergency visits are compared as known the same number of days after arrival, and by nobody."""

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.emergency_signal import emergency_signal, visits_each_day
from lakehouse.tables import health

TableOf = Callable[..., DataFrame]
VISITS = """
    visit | patient | syndrome    | district | arrived_on | known_at
    1     | p1      | respiratory | 1        | 2023-01-01 | 2023-01-01
    2     | p2      | respiratory | 1        | 2023-01-01 | 2023-01-03
    3     | p3      | respiratory | 1        | 2023-01-01 | 2023-01-04
    4     | p1      | respiratory | 2        | 2023-01-02 | 2023-01-02
    5     | p4      | heat        | 1        | 2023-01-02 | 2023-01-04
    6     | p5      | heat        | 1        | 2023-01-03 | 2023-01-03
"""
WANTED = """
    series string                    | day date   | value bigint | known_at date
    emergency_respiratory_district_1 | 2023-01-01 | 2            | 2023-01-03
    emergency_respiratory_district_1 | 2023-01-02 | 0            | 2023-01-04
    emergency_respiratory_district_2 | 2023-01-01 | 0            | 2023-01-03
    emergency_respiratory_district_2 | 2023-01-02 | 1            | 2023-01-04
    emergency_heat_district_1        | 2023-01-01 | 0            | 2023-01-03
    emergency_heat_district_1        | 2023-01-02 | 1            | 2023-01-04
"""


def test_a_day_counts_what_was_known_two_days_later(table_of: TableOf) -> None:
    """The visit known on the third day is left out for ever, and the last day is still open."""
    made = visits_each_day(table_of(VISITS, health.emergency_visit))
    assert_df_equality(
        made.select("series", "day", "value", "known_at"),
        table_of(WANTED),
        ignore_row_order=True,
        ignore_nullable=True,
    )
    assert "Emergency visits per day, heat, district 1" in {r["title"] for r in made.collect()}


def test_nothing_of_a_person_is_handed_on(table_of: TableOf) -> None:
    made = visits_each_day(table_of(VISITS, health.emergency_visit))
    assert made.columns == ["series", "title", "day", "value", "known_at"]
    personal = {c.name for c in health.emergency_visit.columns if c.grade == "personal"}
    assert personal == {"patient", "age_band", "complaint"}
    assert not personal & set(emergency_signal.writes.column_names)
