"""A release that cannot be read, or has other columns, is named, and what can be done is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.declare.errors import PromiseBroken
from lakehouse.run.releases import history
from lakehouse.run.releases.disclosure import attacked, refuse_disclosure
from tests.run.releases.small_release import BESIDE, LISTED, release
from tests.run.releases.test_disclosure import COUNTS, GOOD, released, rows

NEXT = rows(north=14, south=None, east=20)


@pytest.mark.parametrize("damage", ["cut off", "gone"])
def test_a_damaged_file_of_an_earlier_release_is_named_with_what_to_do(
    tmp_path: Path, damage: str
) -> None:
    old = released(tmp_path, "2024-06-28-r1", GOOD)
    refuse_disclosure({COUNTS: NEXT}, [old])
    file = old.folder / "counts.parquet"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(PromiseBroken) as caught:
        refuse_disclosure({COUNTS: NEXT}, [old])
    assert "2024-06-28-r1: counts.parquet is " in caught.value.what
    assert str(old.folder) in caught.value.todo and "from a copy" in caught.value.todo


@pytest.mark.parametrize("name", ["observed", "area"])
def test_a_release_from_before_a_column_was_renamed_stops_nothing(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = GOOD.rename(columns={name: "once"})
    assert attacked(COUNTS, NEXT, {"r1": before}) == []
    said = capsys.readouterr()
    assert f"release r1: its counts.parquet has no {name}" in said.out + said.err
    # What others tell is still held against it, and so is what is made of a count, renamed or not.
    assert len(attacked(COUNTS, GOOD, {"r1": before, "r0": rows(north=6)})) == 1
    made = {"r1": rows(north=6).rename(columns={"upper": "bound"})}
    assert len(attacked(COUNTS, GOOD, made)) == 1


@pytest.mark.parametrize("damage", ["cut off", "renamed"])
def test_what_cannot_be_compared_with_the_last_release_keeps_no_new_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    before, after = release(tmp_path, "r1"), release(tmp_path, "r2", 0.6)
    monkeypatch.setattr(history, "latest", lambda root: before)
    tables = {t.name: t for t in (LISTED, BESIDE)}
    catalogue: Any = SimpleNamespace(tables=tables)
    if damage == "renamed":
        place = replace(LISTED.column("place"), name="spot")
        columns = tuple(place if c.name == "place" else c for c in LISTED.columns)
        tables[LISTED.name] = replace(LISTED, columns=columns, key=("spot",))
    else:
        file = before.folder / f"{LISTED.last}.parquet"
        file.write_bytes(file.read_bytes()[:200])
    settings: Any = SimpleNamespace()
    assert history.since_latest(settings, catalogue, tmp_path, after) is None
    said = capsys.readouterr()
    assert f"Not compared with release {before.name}" in said.out + said.err
