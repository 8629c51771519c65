"""The day that a past case's list was made, and the day that its data reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.risk.west_nile import west_nile
from lakehouse.modelling.windows import Window
from lakehouse.run.answers import matrix
from lakehouse.run.answers.matrix import crowded, data_through, listed_on
from lakehouse.store.lake import Lake
from lakehouse.tables import city, weather

TableOf = Callable[..., DataFrame]
AMONG = (
    Window(date(2020, 1, 3), date(2020, 3, 3)),
    Window(date(2020, 3, 3), date(2020, 5, 3)),
)
HAPPENED = """
    happened_on date
    2020-01-02
    2020-01-03
    2020-01-09
    2020-01-10
    2020-03-02
    2020-03-03
    2020-05-02
    2020-05-03
"""


@pytest.mark.parametrize(
    ("list_days", "expected"),
    [
        (None, [None, "01-03", "01-03", "01-03", "01-03", "03-03", "03-03", None]),
        (7, [None, "01-03", "01-03", "01-10", "02-28", "03-03", "04-28", None]),
        (1, [None, "01-03", "01-09", "01-10", "03-02", "03-03", "05-02", None]),
    ],
)
def test_a_case_falls_under_the_last_list_made_in_its_window(
    table_of: TableOf, list_days: int | None, expected: list[str | None]
) -> None:
    made = table_of(HAPPENED).selectExpr(
        "happened_on", f"date_format({listed_on(AMONG, list_days)}, 'MM-dd') as day"
    )
    found = [row["day"] for row in made.orderBy("happened_on").collect()]
    assert found == expected


CATCHES = """
    trap | caught_on  | mosquitoes | virus_found | known_at
    T1   | 2011-08-01 | 3          | false       | 2011-08-08
    T1   | 2011-09-30 | 3          | false       | 2011-10-08
"""
DAYS = """
    station | day        | known_at
    1       | 2011-08-01 | 2011-08-02
    1       | 2011-09-12 | 2011-09-13
"""


@pytest.mark.doors
def test_data_reach_no_further_than_what_was_known(
    spark: SparkSession, table_of: TableOf, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    assert data_through(lake, west_nile, date(2011, 9, 1)) is None
    for table, rows in ((city.trap_catch, CATCHES), (weather.station_day, DAYS)):
        lake.write(table, table_of(rows, table), {"run": "r"})
    # Seven days until a catch is known, besides the day itself; one for the weather.
    assert data_through(lake, west_nile, date(2011, 9, 1)) == date(2011, 8, 24)
    assert data_through(lake, west_nile, date(2011, 12, 1)) == date(2011, 9, 12)


@pytest.mark.parametrize(("day", "known"), [(8, ["T1 2011-08-01"]), (9, None)])
def test_an_outcome_teaches_from_the_day_after_it_became_known(
    table_of: TableOf, day: int, known: list[str] | None
) -> None:
    """Both happened in the window; the second was told on the 8th, which is not before the 8th."""
    as_of = date(2011, 10, day)
    frames = {
        "trap_catch": table_of(CATCHES, city.trap_catch),
        "station_day": table_of(DAYS, weather.station_day),
    }
    made = matrix._cohort(west_nile, frames, (Window(date(2011, 7, 1), as_of),), as_of)
    past = made.where("outcome is not null").orderBy("case_id").collect()
    assert [r["case_id"] for r in past] == (known or ["T1 2011-08-01", "T1 2011-09-30"])


@pytest.mark.doors
def test_a_table_is_crowded_by_its_rows_times_the_lists(
    table_of: TableOf, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(spark, tmp_path)
    catch = west_nile.reads[0]
    lake.write(catch, table_of(CATCHES, catch), {})
    # Two rows; lists every week of 60 and 61 days, and the one of now.
    lists = 9 + 9 + 1
    for limit, expected in ((2 * lists, frozenset()), (2 * lists - 1, {catch.name})):
        monkeypatch.setattr(matrix, "MEETINGS", limit)
        assert crowded(lake, replace(west_nile, list_days=7), AMONG) == expected
