"""Written rows are counted by what a balance asks, and one row lost or doubled is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare import Balance, Column, Table, job
from lakehouse.declare.errors import PlanError, PromiseBroken
from lakehouse.declare.job import Job
from lakehouse.run.answers.balanced import balance_check
from lakehouse.store.delta.prepared import Prepared
from lakehouse.store.delta.tallied import BOTH, MATCHED, NEITHER, tallied
from lakehouse.store.lake import Lake

CRASH = Table("transport.crash", "A crash.", ["id"], [Column("id", "string", "Its number.")])
SITED = Table(
    "city.sited",
    "A crash with its site.",
    ["id"],
    [
        Column("id", "string", "Its number."),
        Column("site", "string", "Its site."),
        Column("why", "string", "Why it has none."),
        Column("kind", "string", "Its kind."),
        Column("n", "int", "For how many it stands."),
    ],
)
BALANCE = Balance(CRASH, matched="site", why="why")
SCHEMA = pa.schema(
    [(c.name, pa.int32() if c.type == "int" else pa.string()) for c in SITED.columns]
)
Rows = list[tuple[str, str | None, str | None, str, int]]
GOOD: Rows = [
    ("1", "A", None, "crash", 1),
    ("2", "B", None, "crash", 1),
    ("3", None, "too far", "crash", 1),
    ("4", None, "too far", "fire", 5),
]


def written(folder: Path, rows: Rows, name: str = "1") -> Path:
    file = folder / f"{name}.parquet"
    columns = dict(zip(SITED.column_names, zip(*rows, strict=True), strict=True))
    pq.write_table(pa.table(columns, SCHEMA), file)
    return file


def test_rows_are_matched_or_have_a_reason(tmp_path: Path) -> None:
    files = [written(tmp_path, GOOD[:2], "a"), written(tmp_path, GOOD[2:], "b")]
    assert tallied(files, BALANCE) == {("all", MATCHED): 2, ("all", "too far"): 2}
    told = replace(BALANCE, why=None, otherwise="no site")
    assert tallied(files, told) == {("all", MATCHED): 2, ("all", "no site"): 2}
    assert tallied([], BALANCE) == {}


def test_only_rows_of_the_input_count_and_as_often_as_they_stand_for(tmp_path: Path) -> None:
    files = [written(tmp_path, GOOD)]
    of_crash = replace(BALANCE, among=("kind", "crash"))
    assert sum(tallied(files, of_crash).values()) == 3
    assert tallied(files, Balance(CRASH, among=("kind", "fire"))) == {("all", MATCHED): 1}
    by_kind = Balance(CRASH, why="why", fine=("too far",), each="kind", counts="n")
    assert tallied(files, by_kind) == {("crash", MATCHED): 3, ("fire", MATCHED): 5}


def test_both_or_neither_is_no_outcome(tmp_path: Path) -> None:
    rows: Rows = [("1", "A", "too far", "crash", 1), ("2", None, None, "crash", 1)]
    assert tallied([written(tmp_path, rows)], BALANCE) == {("all", BOTH): 1, ("all", NEITHER): 1}


def checked(
    folder: Path, rows: int, good: Rows, broken: Rows | None = None, balance: Balance = BALANCE
) -> list[dict[str, Any]]:
    step = Job(lambda: None, (CRASH,), SITED, balances=(balance,))
    lake: Any = SimpleNamespace(rows=lambda table: rows)

    def footers(said: Rows, name: str) -> dict[Path, pq.FileMetaData]:
        return {p: pq.read_metadata(p) for p in [written(folder, said, name)]} if said else {}

    prepared = Prepared(folder, folder, footers(good, "good"), footers(broken or [], "broken"))
    return balance_check(lake, step, ())(prepared)


def test_what_adds_up_is_told_by_outcome(tmp_path: Path) -> None:
    found = checked(tmp_path, 5, GOOD, [("5", "C", None, "crash", 1)])
    told = {r["outcome"]: r["rows"] for r in found}
    assert told == {"matched": 2, "too far": 2, "held back in quarantine": 1}
    assert {(r["step"], r["input"], r["input_rows"], r["part"]) for r in found} == {
        ("city.sited", "transport.crash", 5, "all")
    }


@pytest.mark.parametrize(("rows", "good"), [(5, GOOD), (3, GOOD), (1, [])])
def test_one_row_lost_or_doubled_fails_and_names_the_step(
    tmp_path: Path, rows: int, good: Rows
) -> None:
    with pytest.raises(PromiseBroken, match=r"'city\.sited' does not add up: transport\.crash has"):
        checked(tmp_path, rows, good)


def test_a_row_without_site_and_reason_fails(tmp_path: Path) -> None:
    with pytest.raises(PromiseBroken, match="1 rows are unmatched without a reason"):
        checked(tmp_path, 5, [*GOOD, ("5", None, None, "crash", 1)])


def test_each_part_has_all_rows(tmp_path: Path) -> None:
    parts = Balance(CRASH, each="kind", counts="n")
    with pytest.raises(PromiseBroken, match="5 of kind fire"):
        checked(tmp_path, 3, GOOD, balance=parts)
    assert checked(tmp_path, 0, [], balance=parts) == []


def test_a_balance_that_fits_no_job_is_refused_when_it_is_declared() -> None:
    with pytest.raises(PlanError, match="which it does not read"):

        @job(reads=[], writes=SITED, balances=[BALANCE])
        def sited() -> None: ...

    with pytest.raises(PlanError, match="has no column seite"):

        @job(reads=[CRASH], writes=SITED, balances=[replace(BALANCE, matched="seite")])
        def sited_again(crash: object) -> None: ...


@pytest.mark.doors
def test_what_does_not_add_up_is_not_written(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(spark, tmp_path)
    lake.write(CRASH, spark.createDataFrame([("1",), ("2",)], "id string"), {})
    step = Job(lambda: None, (CRASH,), SITED, balances=(BALANCE,))
    check = balance_check(lake, step, ())
    kinds = "id string, site string, why string, kind string, n int"
    rows = [("1", "A", None, "crash", 1), ("2", None, "too far", "crash", 1)]
    done = lake.write(SITED, spark.createDataFrame(rows, kinds), {}, check)
    assert [(b["outcome"], b["rows"]) for b in done.balances] == [("matched", 1), ("too far", 1)]
    with pytest.raises(PromiseBroken, match="2 rows, 1 are matched"):
        lake.write(SITED, spark.createDataFrame(rows[:1], kinds), {}, check)
    assert lake.version(SITED) == done.version and lake.rows(SITED) == 2
    # A table that is taken for absent was handed over empty.
    none = balance_check(lake, step, {CRASH.name})
    assert lake.write(SITED, spark.createDataFrame([], kinds), {}, none).balances == ()
