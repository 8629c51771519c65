"""Deliveries that land one after another end in the tables of all that land at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from lakehouse.declare import Column
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.declare.table import Table
from lakehouse.run.feeds import growing
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.delta import carried
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.state import recall
from lakehouse.tables import quarantine
from tests.store.parks import COLUMNS, dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

CODES = {"dog_name": {"Rex": "r", "Ada": "a"}}
KIND = FeedColumn("Name", "name", "string", "What the dog listens to.", codes="dog_name")
INCREMENT = dog_feed(columns=(COLUMNS[0], KIND, COLUMNS[2]), refuse_over=0.9)
PLAIN = "select tag, name, seen_on, known_at, _file, _row from dog where name <> 'Left out'"
GROUPED = (
    "select tag, max(name) as name, max(seen_on) as seen_on, max(known_at) as known_at, "
    "max(_file) as _file, max(_row) as _row from dog group by tag"
)
FEEDS = {
    "a SELECT that leaves rows out": replace(INCREMENT, select=PLAIN),
    "a SELECT that groups": replace(INCREMENT, select=GROUPED),
    "snapshot": replace(INCREMENT, mode="snapshot"),
    "repeats": replace(INCREMENT, identity=(), repeats=True),
}
# As few as show what becomes of too many.
MANY = 6
MOMENTS = ["found_at", "due_on", "closed_at"]
TABLES = {"repeats": replace(dog_table(), key=("_file", "_row"))}


def deliver(folder: Path, name: str, rows: list[str]) -> None:
    (folder / "parks").mkdir(parents=True, exist_ok=True)
    (folder / "parks" / name).write_text(lines(rows))


def bring(lake: Lake, folder: Path, feed: Feed, table: Table, run: str) -> None:
    landed = land(feed, folder, lake, run)
    assert not landed.refused
    refresh(lake, feed, table, CODES, run, landed.counted)


def month(draw: random.Random, first: int) -> list[str]:
    """Dogs of a month: new ones, some seen before, some named as nobody is, some broken."""
    rows = [
        f"{n},{draw.choice(['Rex', 'Ada', 'Odd', 'Left out'])},2020-01-05"
        for n in range(first, first + 6)
    ]
    again = [f"{draw.randrange(1, first + 3)},Again {first},2020-02-05" for _ in range(3)]
    return [*rows, *again, f"{first + 90},Bad,2020-02-31", ",Nobody,2020-02-01"]


def held(lake: Lake, feed: Feed, table: Table) -> dict[str, Any]:
    """All that is stored of the feed, in an order of its own."""
    # When a row was found and mended differs: one lake heard of all files at one moment.
    frames = [
        lake.read(t).toPandas().drop(columns=MOMENTS, errors="ignore").astype(str)
        for t in (table, quarantine.row)
    ]
    made = recall(lake.root, feed.name)
    assert made is not None and made.rows == len(frames[0])
    balance = [
        {k: b[k] for k in ("file", "delivered", "good", "quarantined")}
        for b in made.facts["balance"]
    ]
    rows = [
        sorted(map(tuple, f.drop(columns=["delivery"], errors="ignore").to_numpy())) for f in frames
    ]
    return {
        "rows": rows,
        "balance": balance,
        "words": made.facts["words"],
        "held": made.quarantined,
    }


# Asked by `make whole` alone: these are made as a whole whenever something comes, and what a
# snapshot does to the one before is asked by the test of cases.
LATER = ("a SELECT that groups", "repeats", "snapshot")


@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=pytest.mark.whole if k in LATER else ()) for k in FEEDS]
)
def test_one_by_one_is_all_at_once(spark: SparkSession, tmp_path: Path, kind: str) -> None:
    feed, table = FEEDS[kind], TABLES.get(kind, dog_table())
    draw = random.Random(kind)
    step, whole = Lake(spark, tmp_path / "step"), Lake(spark, tmp_path / "whole")
    for n in range(3 if feed.select == PLAIN else 2):
        deliver(tmp_path / "in", f"dog_{n}.csv", month(draw, 1 + 6 * n))
        bring(step, tmp_path / "in", feed, table, f"month {n}")
    bring(whole, tmp_path / "in", feed, table, "once")
    assert held(step, feed, table) == held(whole, feed, table)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each counting typed."""
    from lakehouse.run.feeds import refresh as refreshing
    from lakehouse.store.landed import counted, landing

    seen: list[int] = []

    def counting(plain: Callable[..., Any]) -> Callable[..., Any]:
        def work(*said: Any) -> Any:
            made = plain(*said)
            seen.append(sum(b["delivered"] for b in made.balance))
            return made

        return work

    for module in (landing, refreshing, growing):
        monkeypatch.setattr(module, "count", counting(counted.count))
    return seen


def test_a_new_delivery_types_its_own_rows_and_leaves_files_alone(
    spark: SparkSession, tmp_path: Path, counts: list[int]
) -> None:
    lake, table = Lake(spark, tmp_path / "lake"), dog_table()
    deliver(tmp_path / "in", "dog_1.csv", [f"{n},Rex,2020-01-05" for n in range(1, 101)])
    bring(lake, tmp_path / "in", INCREMENT, table, "first")
    before = set(DeltaTable(str(lake.path(table))).file_uris())
    deliver(tmp_path / "in", "dog_2.csv", [f"{n},Ada,2020-02-05" for n in range(101, 104)])
    bring(lake, tmp_path / "in", INCREMENT, table, "second")
    assert counts == [100, 3] and lake.rows(table) == 103
    assert before < set(DeltaTable(str(lake.path(table))).file_uris())
    deliver(tmp_path / "in", "dog_3.csv", ["101,Again,2020-03-05"])
    bring(lake, tmp_path / "in", INCREMENT, table, "third")
    assert counts == [100, 3, 1] and lake.rows(table) == 103
    assert before < set(DeltaTable(str(lake.path(table))).file_uris())


def test_what_landed_before_a_kill_is_added_later(
    spark: SparkSession, tmp_path: Path, counts: list[int]
) -> None:
    lake, table = Lake(spark, tmp_path / "lake"), dog_table()
    for n, first in enumerate((1, 51, 61)):
        rows = [f"{k},Rex,2020-01-05" for k in range(first, first + (50 if n == 0 else 10))]
        deliver(tmp_path / "in", f"dog_{n}.csv", rows)
        landed = land(INCREMENT, tmp_path / "in", lake, f"run {n}")
        if n != 1:  # the second landed and was killed before its rows went further
            refresh(lake, INCREMENT, table, CODES, f"run {n}", landed.counted)
    assert lake.rows(table) == 70 and counts == [50, 10, 10, 20]


def test_a_file_name_that_came_twice_is_no_name(spark: SparkSession, tmp_path: Path) -> None:
    """Rows 1 of two files of one name: only the one that is delivered again may go."""
    lake, table = Lake(spark, tmp_path / "lake"), dog_table()
    for row in ("1,Rex,2020-01-05", "2,Ada,2020-01-05", "3,Odd,2020-01-05"):
        deliver(tmp_path / "in", "dog.csv", [row])
        bring(lake, tmp_path / "in", INCREMENT, table, row)
    deliver(tmp_path / "in", "dog.csv", ["1,Newer,2020-02-05"])
    bring(lake, tmp_path / "in", INCREMENT, table, "again")
    found = {r["tag"]: r["name"] for r in lake.read(table).collect()}
    assert found == {"1": "Newer", "2": "Ada", "3": "Odd"}


@pytest.mark.whole
def test_files_stay_few_however_often_a_department_delivers(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "MANY", MANY)
    monkeypatch.setattr(carried, "LARGE", 2)
    table = Table(
        "city.part",
        "One row per part.",
        key=("n",),
        columns=(
            Column("n", "bigint", "Its number."),
            Column("_file", "string", "The file."),
            Column("_row", "bigint", "The row."),
        ),
    )
    lake, most = Lake(spark, tmp_path), 0
    lake.write(table, spark.sql("select 0L n, 'f0' _file, 0L _row"), {})
    for n in range(1, MANY + 6):
        written = lake.grow(
            table,
            spark.sql(f"select {n}L n, 'f{n}' _file, {n}L _row"),
            [("f1", 1)] if n == 5 else [],
            {},
        )
        assert written is not None
        most = max(most, len(DeltaTable(str(lake.path(table))).file_uris()))
    assert most == MANY + 1
    found = pd.DataFrame(lake.read(table).toPandas())
    assert sorted(found["n"]) == [0, *range(2, MANY + 6)]


def test_a_row_beside_another_of_its_key_is_not_added(spark: SparkSession, tmp_path: Path) -> None:
    table = replace(dog_table(), key=("tag",))
    lake = Lake(spark, tmp_path)
    days = "date'2020-01-01' seen_on, date'2020-01-01' known_at"
    row = "select '{}' tag, 'x' name, " + days + ", 'f' _file, {}L _row"
    lake.write(table, spark.sql(row.format("a", 1)), {})
    version = lake.version(table)
    assert lake.grow(table, spark.sql(row.format("a", 2)), [], {}) is None
    assert lake.version(table) == version and lake.rows(table) == 1
    assert lake.grow(table, spark.sql(row.format("a", 2)), [("f", 1)], {}) is not None
    assert lake.rows(table) == 1
