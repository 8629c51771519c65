"""Wider types and another key are planned, refused where rows repeat, and done in one commit."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest
from deltalake import CommitProperties, DeltaTable, write_deltalake

from lakehouse.declare import Column, Table
from lakehouse.declare.errors import PromiseBroken
from lakehouse.run.contracts import migrating
from lakehouse.run.contracts.migrating import migrate
from lakehouse.run.contracts.reshaping import apply, reshapes
from lakehouse.store.delta.retyped import repeats, widened
from lakehouse.store.lineage import said_of
from tests.store.parks import dog_table

DAY = "2020-01-05"


def visits(*key: str, weight: str = "double", count: str = "bigint") -> Table:
    return Table(
        "city.visit",
        "One row per visit of a dog.",
        key=key or ("tag",),
        columns=(
            Column("tag", "string", "The dog."),
            Column("day", "string", "The day."),
            Column("count", count, "How often."),
            Column("weight", weight, "Its weight."),
        ),
    )


def differing(lake: Path, tables: list[Table]) -> list[str]:
    """The plan, as lines."""
    return [line for each in reshapes(lake, tables) for line in each.lines]


def stored(lake: Path, *rows: tuple[str, str], key: tuple[str, ...] = ("tag",)) -> Path:
    """The table as it was: small counts, and the key that its commit promised."""
    path = lake / "city" / "visit"
    texts = {"tag": [t for t, _ in rows], "day": [d for _, d in rows]}
    numbers = {"count": pa.array(range(len(rows)), pa.int32())}
    weights = {"weight": pa.array([2.5] * len(rows), pa.float32())}
    said = {"run": "r1", "reads": ["landed.dog@3"], "rules": "abc"}
    said["keys"] = {"city.visit": key}
    about = CommitProperties({"userMetadata": json.dumps(said)})
    frame = pa.table({**texts, **numbers, **weights})
    write_deltalake(str(path), frame, commit_properties=about, partition_by=["day"])
    return path


TWICE = (("1", DAY), ("1", "2020-01-06"), ("2", DAY))


def test_wider_types_and_another_key_are_planned_and_come_in_one_commit(tmp_path: Path) -> None:
    path = stored(tmp_path, *TWICE)
    declared = visits("tag", "day")
    assert differing(tmp_path, [declared]) == [
        "city.visit: count int -> bigint (wider)",
        "city.visit: weight float -> double (wider)",
        "city.visit: key tag -> tag, day (no row repeats)",
    ]
    assert DeltaTable(str(path)).version() == 0
    apply(tmp_path, reshapes(tmp_path, [declared]), {"run": "test"})
    table = DeltaTable(str(path))
    assert table.version() == 1 and table.metadata().partition_columns == ["day"]
    rows = table.to_pyarrow_table()
    assert rows.schema.field("count").type == pa.int64()
    assert rows.schema.field("weight").type == pa.float64()
    assert sorted(rows.select(["tag", "day"]).to_pylist(), key=str) == [
        {"tag": t, "day": d} for t, d in sorted(TWICE)
    ]
    assert (
        sorted(rows["count"].to_pylist()) == [0, 1, 2] and rows["weight"].to_pylist() == [2.5] * 3
    )
    # What the rows were made from is still told, and nothing is left to do.
    said = said_of(path, 1)
    assert said["reads"] == ["landed.dog@3"] and said["keys"] == {"city.visit": ["tag", "day"]}
    assert said["run"] == "test" and differing(tmp_path, [declared]) == []


def test_a_key_alone_changes_no_file(tmp_path: Path) -> None:
    path = stored(tmp_path, *TWICE)
    files = DeltaTable(str(path)).file_uris()
    declared = visits("tag", "day", weight="float", count="int")
    apply(tmp_path, reshapes(tmp_path, [declared]), {"run": "test"})
    assert DeltaTable(str(path)).file_uris() == files
    assert said_of(path, 1)["keys"] == {"city.visit": ["tag", "day"]}


def test_rows_that_repeat_by_a_new_key_refuse_all_before_any_write(tmp_path: Path) -> None:
    path = stored(tmp_path, *TWICE, key=("tag", "day"))
    found = reshapes(tmp_path, [visits("tag")])
    assert "key tag, day -> tag (2 rows repeat)" in found[0].lines[-1]
    with pytest.raises(PromiseBroken, match="by its new key tag 2 rows are not the only one"):
        apply(tmp_path, found, {})
    assert DeltaTable(str(path)).version() == 0
    assert repeats(path, ["tag"]) == 2 and repeats(path, ["tag", "day"]) == 0


def test_a_value_that_does_not_fit_leaves_no_file(tmp_path: Path) -> None:
    path = stored(tmp_path, *TWICE)
    with pytest.raises(pa.ArrowInvalid):
        widened(path, {"weight": "int"})
    assert not list(path.glob("data-*")) and DeltaTable(str(path)).version() == 0


def test_tables_that_are_made_anew_are_told_apart(tmp_path: Path) -> None:
    rows = pa.table({"tag": ["1"], "seen_on": pa.array([1], pa.int32()), "old": [True]})
    write_deltalake(str(tmp_path / "city" / "dog"), rows)
    (line,) = differing(tmp_path, [dog_table()])
    assert "+name string" in line and "-old" in line and "seen_on int -> date" in line
    # A narrower type could lose a value: only what the table is made from tells it anew.
    stored(tmp_path, *TWICE)
    narrow = visits(weight="float", count="smallint")
    assert differing(tmp_path, [narrow]) == [
        "city.visit: count int -> smallint (made anew by the next run)"
    ]


def test_the_command_says_first_and_does_it_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stored(tmp_path, *TWICE)
    settings = SimpleNamespace(lake=tmp_path, city=SimpleNamespace(title="Town"))
    catalogue = SimpleNamespace(feeds=(), tables={"city.visit": visits("tag", "day")})
    monkeypatch.setattr(migrating, "load_settings", lambda city: settings)
    monkeypatch.setattr(migrating, "load_catalogue", lambda city: catalogue)
    assert migrate(None, False, 0) == 0
    said = capsys.readouterr().out
    assert "count int -> bigint" in said and "Nothing was changed" in said
    assert migrate(None, True, 0) == 0 and DeltaTable(str(path)).version() == 1
    assert "city.visit v1: as declared" in capsys.readouterr().out
    assert migrate(None, True, 0) == 0 and DeltaTable(str(path)).version() == 1
    assert "Nothing has to be migrated" in capsys.readouterr().out
