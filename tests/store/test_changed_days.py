"""The days that changed between two versions are found, whichever way the files were written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table
from lakehouse.store.delta.changed_days import changed_days
from lakehouse.store.lake import Lake

pytestmark = pytest.mark.doors

DOG = Table(
    "city.dog",
    "One row per dog.",
    key=("tag",),
    happened_at="seen_on",
    columns=(
        Column("tag", "string", "Its tag.", required=True),
        Column("colour", "string", "Its colour."),
        Column("collar", "string", "Colour of its collar."),
        Column("seen_on", "date", "Day it was seen."),
    ),
)
OLD = [("a", "red", None, "2024-01-01"), ("b", None, "red", "2024-01-02"), ("c", "", "", None)]
FIRST, SECOND = date(2024, 1, 1), date(2024, 1, 2)
Rows = list[tuple[str, str | None, str | None, str | None]]


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    return Lake(spark, tmp_path)


def drawn(lake: Lake, rows: Rows) -> DataFrame:
    told = lake.spark.createDataFrame(rows, "tag string, colour string, collar string, day string")
    return told.selectExpr("tag", "colour", "collar", "cast(day as date) as seen_on")


def told(lake: Lake, since: int) -> set[date | None] | None:
    return changed_days(lake.spark, {lake.path(DOG): ("seen_on", since)})


def after(lake: Lake, rows: Rows) -> set[date | None] | None:
    lake.write(DOG, drawn(lake, OLD), {})
    lake.write(DOG, drawn(lake, rows).repartition(2), {})
    return told(lake, 0)


def test_equal_rows_in_other_files_change_no_day(lake: Lake) -> None:
    assert after(lake, OLD[::-1]) == set()


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([*OLD, ("d", "", "", "2024-01-02")], {SECOND}),
        (OLD[1:], {FIRST}),
        ([("a", "red", None, "2024-01-02"), *OLD[1:]], {FIRST, SECOND}),
        ([("a", None, "red", "2024-01-01"), *OLD[1:]], {FIRST}),
        ([*OLD[:2], ("c", "", None, None)], {None}),
    ],
)
def test_days_of_rows_that_came_went_or_moved(
    lake: Lake, rows: Rows, days: set[date | None]
) -> None:
    assert after(lake, rows) == days


def test_added_rows_are_told_from_the_files_that_came(lake: Lake) -> None:
    lake.write(DOG, drawn(lake, OLD), {})
    assert told(lake, 0) == set()
    assert lake.replace_days(
        DOG, drawn(lake, [("e", "", "", "2024-01-09")]), [date(2024, 1, 9)], {}
    )
    assert told(lake, 0) == {date(2024, 1, 9)}


def test_nobody_can_tell_when_the_old_files_are_gone(lake: Lake) -> None:
    lake.write(DOG, drawn(lake, OLD), {})
    for file in lake.path(DOG).rglob("*.parquet"):
        file.unlink()
    lake.write(DOG, drawn(lake, OLD[:1]), {})
    assert told(lake, 0) is None


def test_days_are_put_in_place_of_what_was_there(lake: Lake) -> None:
    lake.write(DOG, drawn(lake, OLD), {})
    written = lake.replace_days(DOG, drawn(lake, [("z", "", "", "2024-01-01")]), [FIRST], {})
    assert written and (written.before, written.rows, written.version) == (3, 3, 1)
    assert {r["tag"] for r in lake.read(DOG).collect()} == {"z", "b", "c"}


@pytest.mark.parametrize("row", [("b", "", "", "2024-01-01"), (None, "", "", "2024-01-01")])
def test_a_broken_promise_changes_nothing(
    lake: Lake, row: tuple[str | None, str, str, str]
) -> None:
    lake.write(DOG, drawn(lake, OLD), {})
    assert lake.replace_days(DOG, drawn(lake, [row]), [FIRST], {}) is None  # type: ignore[list-item]
    assert lake.version(DOG) == 0 and lake.rows(DOG) == 3
