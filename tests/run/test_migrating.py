"""A property that gets another name keeps what landed under the old one, or nothing lands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from lakehouse.declare.errors import PlanError, PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.run.contracts import migrating
from lakehouse.run.contracts.migrating import landed_beside, migrate, refuse_unmigrated
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.delta.linked import append_files
from lakehouse.store.delta.once import arrow_schema
from lakehouse.store.delta.renamed import holds_values, rename_columns
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.lineage import said_of
from tests.store.parks import COLUMNS, dog_feed, dog_table, lines

FEED = dog_feed()
CALLED = replace(COLUMNS[1], name="called")


def with_columns(*changed: Any) -> Feed:
    return dog_feed(columns=(COLUMNS[0], *changed, COLUMNS[2]))


FORMERLY = with_columns(replace(CALLED, formerly="name"))
Row = dict[str, str | None]


def landed(lake: Path, feed: Feed, *files: list[Row]) -> Path:
    """Land rows of texts as landing does, without Spark."""
    path = lake / "landed" / "dog"
    schema = arrow_schema(feed.landed)
    lake.mkdir(exist_ok=True)
    for number, rows in enumerate(files, start=1):
        has = [f for f in schema if f.name not in ("_delivery", "_sequence")]
        # Files are linked: each gets a name of its own, or it would be written over.
        file = lake / f"{len(list(lake.glob('*.parquet')))}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(has)), file)
        part = {"_sequence": str(number), "_delivery": f"d{number}"}
        ours = DeltaTable.create(str(lake / f"_{feed.columns[1].name}_{number}"), schema=schema)
        append_files(path, str(ours.schema().to_json()), {file: part})
    return path


def rows_of(path: Path, *names: str) -> list[tuple[Any, ...]]:
    rows = DeltaTable(str(path)).to_pyarrow_table(columns=list(names)).to_pylist()
    return sorted((tuple(r.values()) for r in rows), key=str)


REX: Row = {"tag": "1", "name": "Rex"}
ADA: Row = {"tag": "2", "name": "Ada"}


def test_a_column_gets_its_name_in_one_commit_and_parts_stay(tmp_path: Path) -> None:
    path = landed(tmp_path, FEED, [REX], [ADA])
    rename_columns(path, {"name": "called"}, {"run": "test"})
    table = DeltaTable(str(path))
    assert table.version() == 2 and "name" not in {f.name for f in table.schema().fields}
    assert table.metadata().partition_columns == ["_sequence", "_delivery"]
    wanted = [("1", "Rex", 1, "d1"), ("2", "Ada", 2, "d2")]
    assert rows_of(path, "tag", "called", "_sequence", "_delivery") == wanted
    assert DeltaTable(str(path), version=1).to_pyarrow_table()["name"].to_pylist()


def test_values_move_to_a_column_that_landed_since(tmp_path: Path) -> None:
    landed(tmp_path, FEED, [REX])
    path = landed(tmp_path, with_columns(CALLED), [], [{"tag": "2", "called": "Ada"}])
    rename_columns(path, {"name": "called"}, {})
    assert rows_of(path, "tag", "called") == [("1", "Rex"), ("2", "Ada")]


def test_two_values_of_one_row_are_never_made_one(tmp_path: Path) -> None:
    both = with_columns(COLUMNS[1], CALLED)
    path = landed(tmp_path, both, [{"tag": "1", "name": "Rex", "called": "Max"}])
    with pytest.raises(PromiseBroken, match="values in name and in called"):
        rename_columns(path, {"name": "called"}, {})
    assert DeltaTable(str(path)).version() == 0


def test_footers_tell_whether_a_column_holds_values(tmp_path: Path) -> None:
    path = landed(tmp_path, FEED, [REX, {"tag": "3", "name": None}], [ADA])
    assert holds_values(path, "name")
    assert not holds_values(path, "seen_on") and not holds_values(path, "nobody")


def test_a_new_name_without_a_word_is_refused_by_landing(tmp_path: Path) -> None:
    landed(tmp_path, FEED, [REX])
    with pytest.raises(PlanError, match="formerly: name") as caught:
        refuse_unmigrated(tmp_path, with_columns(CALLED))
    assert "citylake migrate" in caught.value.todo
    with pytest.raises(PlanError, match="name is now called"):
        refuse_unmigrated(tmp_path, FORMERLY)


@pytest.mark.parametrize(
    "feed",
    [
        FEED,
        with_columns(replace(CALLED, formerly="none")),
        with_columns(COLUMNS[1], CALLED),
        with_columns(),
    ],
    ids=["the same", "a new one", "one more", "one less"],
)
def test_what_loses_nothing_lands(tmp_path: Path, feed: Feed) -> None:
    refuse_unmigrated(tmp_path, feed)  # nothing landed at all
    landed(tmp_path, FEED, [REX])
    refuse_unmigrated(tmp_path, feed)
    assert landed_beside(tmp_path, feed).renames == {}


def test_a_name_that_is_still_used_cannot_be_taken(tmp_path: Path) -> None:
    landed(tmp_path, FEED, [REX])
    with pytest.raises(PlanError, match="which is a property too"):
        refuse_unmigrated(tmp_path, with_columns(COLUMNS[1], replace(CALLED, formerly="name")))


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city whose contract has just given a column another name."""
    lake = tmp_path / "lake"
    city = SimpleNamespace(title="Town")
    catalogue = SimpleNamespace(feeds=(FORMERLY,), tables={"city.dog": dog_table()})
    settings = SimpleNamespace(lake=lake, city=city)
    monkeypatch.setattr(migrating, "load_settings", lambda city: settings)
    monkeypatch.setattr(migrating, "load_catalogue", lambda city: catalogue)
    landed(lake, FEED, [REX], [ADA])
    return lake


def test_the_command_says_first_and_does_it_when_told(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate(None, False, 0) == 0
    said = capsys.readouterr().out
    assert "landed.dog: name becomes called" in said and "Nothing was changed" in said
    assert DeltaTable(str(town / "landed" / "dog")).version() == 1
    assert migrate(None, True, 0) == 0
    assert rows_of(town / "landed" / "dog", "called") == [("Ada",), ("Rex",)]
    assert migrate(None, True, 0) == 0
    assert "Nothing has to be migrated" in capsys.readouterr().out


@pytest.mark.doors
def test_rows_that_landed_before_are_in_the_table_under_the_new_name(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    (folder / "parks").mkdir(parents=True)
    (folder / "parks" / "dog_1.csv").write_text(lines(["1,Rex,2020-01-05", "2,Ada,2020-01-05"]))
    done = land(FEED, folder, lake, "run")
    refresh(lake, FEED, dog_table(), {}, "run", done.counted)
    # A later declaration with another key is held against what this commit promised.
    assert said_of(lake.path(dog_table()), 0)["keys"] == {"city.dog": list(dog_table().key)}
    rename_columns(lake.path(FEED.landed), {"name": "called"}, {})
    (folder / "parks" / "dog_2.csv").write_text(lines(["3,Kim,2020-01-05"]))
    select = "select tag, called as name, seen_on, known_at, _file, _row from dog"
    renamed = replace(FORMERLY, select=select)
    done = land(renamed, folder, lake, "run")
    refresh(lake, renamed, dog_table(), {}, "run", done.counted)
    assert sorted(lake.frame(dog_table())["name"]) == ["Ada", "Kim", "Rex"]
