"""A run's steps survive a kill, and come into the lake once however often they are committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from lakehouse.store.lake import Lake
from lakehouse.store.run_log import FIELDS, Moment, RunLog, commit_logs, read_log
from lakehouse.tables.governance import run_step

BEGAN = Moment(datetime(2024, 1, 2, 3, 4, 5))


@pytest.fixture
def log(tmp_path: Path) -> RunLog:
    return RunLog(tmp_path, "run-1", "citylake run", date(2024, 1, 1), BEGAN)


def steps_of(log: RunLog) -> dict[str, dict[str, Any]]:
    return {row["step"]: row for row in read_log(log.file)}


def test_a_step_is_read_back_with_its_types(log: RunLog) -> None:
    log.step("city.dog", "done", began=BEGAN, version=3, rows=7, reads=["landed.dog@1"])
    row = steps_of(log)["city.dog"]
    assert list(row) == FIELDS
    assert (row["run"], row["command"], row["outcome"]) == ("run-1", "citylake run", "done")
    assert (row["as_of"], row["began_at"]) == (date(2024, 1, 1), BEGAN.at)
    assert (row["version"], row["rows"], row["reads"]) == (3, 7, ["landed.dog@1"])
    # The clock on the wall says that years went by; the step took a moment.
    assert 0 < row["seconds"] < 3600 and row["message"] is None


def test_the_last_line_of_a_step_counts(log: RunLog) -> None:
    log.start()
    assert steps_of(log)["run"]["outcome"] == "killed"
    log.step("city.dog", "failed", message="why\nand where")
    log.step("city.dog", "done")
    log.finish("done", "all well")
    found = steps_of(log)
    assert {name: row["outcome"] for name, row in found.items()} == {
        "run": "done",
        "city.dog": "done",
    }
    assert found["run"]["message"] == "all well"


def test_a_run_without_a_day_has_none(tmp_path: Path) -> None:
    log = RunLog(tmp_path, "run-2", "citylake land")
    log.step("dog", "unchanged")
    assert steps_of(log)["dog"]["as_of"] is None


def test_a_line_cut_by_a_kill_is_left_out_wherever_it_was_cut(log: RunLog) -> None:
    log.start()
    log.step("city.dog", "done", message="Zoë")
    whole = log.file.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole) - 1):
        log.file.write_bytes(whole[:cut])
        assert list(steps_of(log)) == ["run"], cut
    log.file.write_bytes(whole)
    assert list(steps_of(log)) == ["run", "city.dog"]


@dataclass(frozen=True)
class Committed:
    """A lake into which two logs were committed, one of them of a killed run, then both again."""

    lake: Lake
    versions: tuple[int | None, ...]
    left: tuple[str, ...]


@pytest.fixture(scope="module")
def committed(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Committed:
    lake = Lake(spark, tmp_path_factory.mktemp("logs"))
    commit_logs(lake)
    before = lake.version(run_step)
    killed, done = (RunLog(lake.root, run, "citylake run", None, BEGAN) for run in ("r1", "r2"))
    killed.start()
    killed.step("city.dog", "done", began=BEGAN, reads=["landed.dog@0"], rows=7)
    with killed.file.open("a") as out:
        out.write('{"run": "r1", "step": "city.cat", "outc')
    done.start()
    done.finish("done")
    commit_logs(lake)
    first = lake.version(run_step)
    left = tuple(sorted(p.name for p in (lake.root / "_runs").iterdir()))
    # A kill between the commit and the renaming leaves the file for the next run.
    file = lake.root / "_runs" / "r1.committed"
    file.rename(file.with_suffix(".jsonl"))
    commit_logs(lake)
    return Committed(lake, (before, first, lake.version(run_step)), left)


@pytest.mark.doors
def test_each_step_is_in_the_lake_once(committed: Committed) -> None:
    rows = committed.lake.frame(run_step).sort_values(["run", "step"])
    assert rows[["run", "step", "outcome"]].to_numpy().tolist() == [
        ["r1", "city.dog", "done"],
        ["r1", "run", "killed"],
        ["r2", "run", "done"],
    ]
    assert list(rows["reads"].iloc[0]) == ["landed.dog@0"] and rows["rows"].iloc[0] == 7


@pytest.mark.doors
def test_committing_again_writes_nothing(committed: Committed) -> None:
    before, first, again = committed.versions
    assert before is None and first == again == 1
    assert committed.left == ("r1.committed", "r2.committed")
