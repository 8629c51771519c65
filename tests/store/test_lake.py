"""A table is written whole, checked, in one commit, and every other reader of Delta can read it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table
from lakehouse.declare.errors import NotFound, PlanError, PromiseBroken
from lakehouse.store.delta.files import read_frame
from lakehouse.store.lake import Lake, Written
from lakehouse.tables import quarantine

pytestmark = pytest.mark.doors

DOG = Table(
    "city.dog",
    "One row per dog.",
    key=("tag",),
    happened_at="seen_on",
    owner="Parks",
    columns=(
        Column("tag", "string", "Its tag.", grade="internal"),
        Column("weight", "double", "Its weight.", rule="weight > 0"),
        Column("seen_on", "date", "Day it was seen.", required=True),
    ),
)
PART = Table(
    "city.part",
    "One row per part and place.",
    key=("part", "n"),
    columns=(Column("part", "string", "The part."), Column("n", "bigint", "The place.")),
)


def dogs(spark: SparkSession, *rows: tuple[str | None, float | None, str | None]) -> DataFrame:
    said = ", ".join(
        f"({'null' if t is None else repr(t)}, cast({'null' if w is None else w} as double), "
        f"cast({'null' if d is None else repr(d)} as date))"
        for t, w, d in rows
    )
    return spark.sql(f"select * from values {said} as dog(tag, weight, seen_on)")


@dataclass(frozen=True)
class Twice:
    """A lake in which the dogs were written with broken rows, and then without."""

    lake: Lake
    first: Written
    held: pd.DataFrame
    second: Written


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(spark, tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="module")
def twice(lake: Lake, spark: SparkSession) -> Twice:
    frame = dogs(
        spark,
        ("1", 4.5, "2020-01-05"),
        ("2", None, "2020-03-01"),
        ("3", -1, "2021-01-01"),
        ("4", 0, None),
        (None, 3, "2019-01-01"),
        ("6", 9, "2020-02-01"),
        # A broken row does not use up its key.
        ("6", -9, "2020-02-02"),
    )
    # An order of the columns that is not the declared one must not matter.
    first = lake.write(DOG, frame.select("seen_on", "tag", "weight"), {"run": "r1"})
    held = lake.frame(quarantine.row)
    second = lake.write(DOG, dogs(spark, ("7", 1, "2022-02-02")), {"run": "r2"})
    return Twice(lake, first, held, second)


def test_a_write_says_what_it_did(twice: Twice) -> None:
    first, second = twice.first, twice.second
    assert (first.table, first.version, first.rows, first.before) == (DOG, 0, 3, 0)
    assert first.quarantined == 4 and first.seconds > 0
    assert (second.version, second.rows, second.before, second.quarantined) == (1, 1, 3, 0)


def test_good_rows_are_in_the_table_in_the_declared_order(twice: Twice) -> None:
    rows = twice.lake.read(DOG, version=0).orderBy("tag").collect()
    assert [tuple(r) for r in rows] == [
        ("1", 4.5, date(2020, 1, 5)),
        ("2", None, date(2020, 3, 1)),
        ("6", 9.0, date(2020, 2, 1)),
    ]
    assert twice.lake.read(DOG).columns == DOG.column_names


def test_broken_rows_are_held_with_reasons_content_owner_and_grade(twice: Twice) -> None:
    assert set(twice.held["source"]) == {"city.dog"}
    assert set(zip(twice.held["owner"], twice.held["grade"], strict=True)) == {
        ("Parks", "internal")
    }
    contents = [json.loads(text) for text in twice.held["content"]]
    found = {c.get("tag"): list(r) for c, r in zip(contents, twice.held["reasons"], strict=True)}
    assert found == {
        "3": ["weight breaks: weight > 0"],
        "6": ["weight breaks: weight > 0"],
        "4": ["seen_on is missing", "weight breaks: weight > 0"],
        None: ["tag is missing"],
    }
    assert {"tag": "3", "weight": -1.0, "seen_on": "2021-01-01"} in contents


def test_a_mended_table_holds_nothing_back(twice: Twice) -> None:
    assert len(twice.held) == 4
    assert len(twice.lake.frame(quarantine.row)) == 0


def test_what_it_was_made_of_is_kept_with_the_commit(twice: Twice) -> None:
    newest, oldest = DeltaTable(str(twice.lake.path(DOG))).history()
    assert json.loads(newest["userMetadata"]) == {"run": "r2"}
    assert json.loads(oldest["userMetadata"]) == {"run": "r1"}


def test_every_reader_can_read_it(twice: Twice) -> None:
    for table in (DOG, quarantine.row):
        delta = DeltaTable(str(twice.lake.path(table)))
        protocol, properties = delta.protocol(), delta.metadata().configuration
        assert protocol.min_reader_version == 1 and not protocol.reader_features
        assert properties.get("delta.enableDeletionVectors", "false") == "false"
        assert properties.get("delta.columnMapping.mode", "none") == "none"
    expected = [tuple(r) for r in twice.lake.read(DOG).collect()]
    assert list(twice.lake.frame(DOG).itertuples(index=False, name=None)) == expected
    # pandas alone, without any library of Delta's, on the files that the log names.
    delta = DeltaTable(str(twice.lake.path(DOG)))
    assert list(pd.concat(map(pd.read_parquet, delta.file_uris()))["tag"]) == ["7"]


def test_a_repeated_key_is_refused_and_nothing_is_written(
    twice: Twice, spark: SparkSession
) -> None:
    before = twice.lake.version(DOG)
    rows = [("1", 1, "2020-01-01"), ("1", 2, "2020-01-01"), ("2", 1, "2020-01-01")]
    with pytest.raises(PromiseBroken, match=r"2 rows for 1 keys \(tag\)") as caught:
        twice.lake.write(DOG, dogs(spark, *rows), {})
    assert "city.dog" in caught.value.what and caught.value.todo
    assert twice.lake.version(DOG) == before
    unborn = replace(DOG, name="city.unborn")
    with pytest.raises(PromiseBroken):
        twice.lake.write(unborn, dogs(spark, *rows), {})
    assert not twice.lake.exists(unborn) and twice.lake.version(unborn) is None


def test_columns_that_do_not_fit_are_refused_and_nothing_is_written(
    twice: Twice, spark: SparkSession
) -> None:
    before = twice.lake.version(DOG)
    good = dogs(spark, ("1", 1, "2020-01-01"))
    for wrong, said in (
        (good.drop("weight"), "lacks weight"),
        (good.withColumnRenamed("weight", "wieght"), r"did you mean wieght\?"),
        (good.selectExpr("tag", "'x' as weight", "seen_on"), "weight is string, declared double"),
    ):
        with pytest.raises(PlanError, match=said):
            twice.lake.write(DOG, wrong, {})
    assert twice.lake.version(DOG) == before


def test_the_logs_numbers_are_sparks(lake: Lake, spark: SparkSession) -> None:
    seen = replace(DOG, name="city.seen")
    many = spark.range(0, 500, 1, 4).selectExpr(
        "cast(id as string) tag", "1d weight", "date_add(date'2020-01-01', cast(id as int)) seen_on"
    )
    lake.write(seen, many, {})
    read = lake.read(seen)
    newest, oldest, rows = read.selectExpr("max(seen_on)", "min(seen_on)", "count(*)").collect()[0]
    assert (lake.newest(seen, "seen_on"), lake.oldest(seen, "seen_on")) == (newest, oldest)
    assert newest == date(2021, 5, 14) and lake.rows(seen) == rows == 500
    history = spark.sql(f"describe history delta.`{lake.path(seen)}`")
    assert lake.version(seen) == history.agg({"version": "max"}).collect()[0][0] == 0
    assert lake.newest(seen, None) is lake.newest(seen, "no_such_column") is None


def test_a_table_without_a_row_is_written_and_read(lake: Lake) -> None:
    none = replace(DOG, name="city.none")
    written = lake.write(none, lake.empty(none), {})
    assert (written.version, written.rows, written.quarantined) == (0, 0, 0)
    assert lake.exists(none) and lake.rows(none) == 0 and lake.newest(none, "seen_on") is None
    assert lake.frame(none).columns.tolist() == DOG.column_names


def test_a_table_never_written_is_said_to_be_missing(lake: Lake) -> None:
    absent = replace(DOG, name="city.absent")
    assert lake.version(absent) is None and lake.rows(absent) == 0 and lake.parts(absent) == []
    assert lake.newest(absent, "seen_on") is None and not lake.exists(absent)
    for reading in (lake.read, lake.frame):
        with pytest.raises(NotFound, match=r"city\.absent") as caught:
            reading(absent)
        assert "citylake run" in caught.value.todo
    with pytest.raises(NotFound, match="nowhere"):
        read_frame(lake.root / "nowhere")


def test_a_scratch_lake_stands_beside_the_real_one(spark: SparkSession, tmp_path: Path) -> None:
    lake, trial = Lake(spark, tmp_path), Lake(spark, tmp_path, scratch="trial_")
    assert lake.path(DOG) == tmp_path / "city" / "dog"
    assert trial.path(DOG) == tmp_path / "trial_city" / "dog"


def test_appending_twice_under_one_name_adds_once(lake: Lake) -> None:
    rows: list[dict[str, Any]] = [{"part": "a", "n": 1}, {"part": "a", "n": 2}]
    appended = replace(PART, name="city.appended")
    lake.append_once(appended, rows, "run-1")
    version = lake.version(appended)
    lake.append_once(appended, rows, "run-1")
    assert lake.rows(appended) == 2 and lake.version(appended) == version
    lake.append_once(appended, rows, "run-2")
    assert lake.rows(appended) == 4


def test_replacing_parts_again_changes_nothing_and_spares_the_others(
    lake: Lake, spark: SparkSession
) -> None:
    def replace_part(part: str, count: int) -> list[tuple[str, int]]:
        rows = spark.range(count).selectExpr(f"'{part}' as part", "id as n")
        lake.replace_part(PART, rows, "part", part)
        return sorted(lake.frame(PART).itertuples(index=False, name=None))

    replace_part("a", 3)
    both = replace_part("b", 1)
    assert both == [("a", 0), ("a", 1), ("a", 2), ("b", 0)]
    assert replace_part("a", 3) == both
    assert replace_part("a", 1) == [("a", 0), ("b", 0)]
    assert sorted(p["part"] for p in lake.parts(PART)) == ["a", "b"]
    assert sorted(tuple(r) for r in lake.read(PART).collect()) == [("a", 0), ("b", 0)]
    lake.replace_part(PART, None, "part", "a")
    assert sorted(tuple(r) for r in lake.read(PART).collect()) == [("b", 0)]


def test_rows_outside_the_named_parts_are_refused(lake: Lake, spark: SparkSession) -> None:
    kept = replace(PART, name="city.kept")
    lake.replace_part(kept, spark.sql("select 'a' part, 1L n"), "part", "a")
    with pytest.raises(PromiseBroken, match="part=b"):
        lake.replace_part(kept, spark.sql("select 'b' part, 1L n"), "part", "a")
    assert lake.version(kept) == 0
