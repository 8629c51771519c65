"""How a run holds the lake, keeps its log and ends, without Spark."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    DeliveryRefused,
    LakeBusy,
    NotFound,
    PlanError,
    PromiseBroken,
    TooEarly,
)
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.commands import reading
from lakehouse.run.commands import running as commands
from lakehouse.run.commands.running import _running
from lakehouse.run.computing import runner, steps
from lakehouse.run.computing.days import default_days
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds import feeds
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake, Written
from lakehouse.store.lock import hold, is_held
from lakehouse.store.run_log import RunLog, read_log
from lakehouse.tables import city

WRITTEN = Written(city.food_visit, 3, 10, 8, 1, 0.5)
SETTINGS = replace(load_settings("sample", {}), lanes=1)  # no Spark to share between threads
CATALOGUE = load_catalogue(SETTINGS.city)


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake's folder that commands use, without a Spark session behind it."""
    monkeypatch.setenv("CITYLAKE_WORK", str(tmp_path))
    nobody: Any = None
    monkeypatch.setattr(commands, "_lake", lambda settings: Lake(nobody, settings.lake))
    for module in (commands, runner):
        monkeypatch.setattr(module, "commit_logs", lambda lake: None)
    return tmp_path / "lake" / "sample"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    nobody: Any = None
    lake = Lake(nobody, tmp_path)
    return Run(SETTINGS, CATALOGUE, lake, RunLog(tmp_path, "r1", "run"))


def log_of(lake: Path) -> dict[str, dict[str, Any]]:
    (file,) = (lake / "_runs").glob("*.jsonl")
    return {row["step"]: row for row in read_log(file)}


def test_the_lake_is_held_while_a_command_runs_and_free_afterwards(lake: Path) -> None:
    with _running("sample", "run", 0) as current:
        assert "citylake run" in is_held(lake)
        assert current.lake.root == lake
    assert is_held(lake) == ""


def test_until_it_ends_a_run_counts_as_killed(lake: Path) -> None:
    with _running("sample", "land", 0):
        assert log_of(lake)["run"]["outcome"] == "killed"
    assert log_of(lake)["run"]["outcome"] == "done"
    assert log_of(lake)["run"]["command"] == "land"


def test_a_run_with_problems_has_failed_and_says_the_first(lake: Path) -> None:
    with _running("sample", "run", 0) as current:
        current.problems += [DeliveryMissing("Late."), DeliveryRefused("Damaged.")]
    ended = log_of(lake)["run"]
    assert (ended["outcome"], ended["message"]) == ("failed", "Late.")


@pytest.mark.parametrize("error", [NotFound("No such table."), ValueError("x"), KeyboardInterrupt])
def test_a_run_that_is_broken_off_is_not_done(lake: Path, error: BaseException) -> None:
    with pytest.raises(BaseException), _running("sample", "run", 0):  # noqa: B017
        raise error
    assert log_of(lake)["run"]["outcome"] == "failed"


def test_status_does_not_call_a_run_killed_that_is_still_going(
    lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _running("sample", "run", 0):
        reading.status("sample")
    said = capsys.readouterr().out
    assert "held by process" in said and "killed" not in said


def test_status_names_a_run_that_was_killed(lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    RunLog(lake, "r1", "run").start()
    reading.status("sample")
    said = capsys.readouterr().out
    assert "nobody runs" in said and "Last run r1 (citylake run" in said and "killed" in said


def test_the_lake_is_free_after_a_run_that_is_broken_off(lake: Path) -> None:
    with pytest.raises(ValueError, match="x"), _running("sample", "run", 0):
        raise ValueError("x")
    assert is_held(lake) == ""


def test_a_lake_that_is_held_is_refused_by_name(lake: Path) -> None:
    with hold(lake, "citylake land"):
        with pytest.raises(LakeBusy) as caught, _running("sample", "run", 0):
            raise AssertionError("it must not begin")
        assert caught.value.exit_code == 7
        assert "citylake land" in caught.value.what and "--wait" in caught.value.todo
    assert not (lake / "_runs").exists()


def test_a_misspelt_feed_is_refused_with_the_nearest(lake: Path) -> None:
    with pytest.raises(NotFound) as caught:
        commands.land("sample", ["burglry"], 0)
    assert "did you mean burglary?" in caught.value.what
    assert "weather_day" in caught.value.todo


def test_a_misspelt_table_is_refused_before_anything_lands(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed: list[Any] = []
    monkeypatch.setattr(commands, "land_feeds", lambda run, feeds: landed.append(feeds))
    monkeypatch.setattr(commands, "newest_days", lambda run: {})
    with pytest.raises(NotFound):
        commands.run("sample", ["city.food_vist"], None, 0, False)
    assert landed == []


@pytest.mark.parametrize(
    ("problems", "code"),
    [
        ([], 0),
        ([DeliveryMissing("")], 3),
        ([DeliveryMissing(""), DeliveryRefused("")], 4),
        ([DeliveryRefused(""), PlanError("")], 4),
        ([PlanError(""), DeliveryRefused("")], 5),
        ([DeliveryMissing(""), PromiseBroken(""), DeliveryMissing("")], 6),
        ([CityLakeError("")], 1),
    ],
)
def test_the_first_problem_gives_the_exit_code_and_late_ones_come_last(
    run: Run, problems: list[CityLakeError], code: int
) -> None:
    run.problems += problems
    assert run.exit_code == code


def test_a_step_is_logged_with_what_it_wrote(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = {"health.food_inspection": 7, "licensing.food_licence": 2}
    monkeypatch.setattr(Lake, "version", lambda lake, table: there.get(table.name))
    run.attempt("city.food_visit", lambda: WRITTEN)
    assert capsys.readouterr().out == ("city.food_visit v3  10 rows  +2  1 quarantined  0.5 s\n")
    row = json.loads(run.log.file.read_text())
    assert (row["outcome"], row["version"], row["rows"], row["quarantined"]) == ("done", 3, 10, 1)
    assert row["reads"] == ["health.food_inspection@7", "licensing.food_licence@2"], (
        "what it had to do without is not named"
    )


def test_a_question_asked_too_early_waits_and_is_no_problem(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise TooEarly("Nothing is known by 1990.", "Choose a later --as-of.")

    run.attempt("city.food_visit", fail)
    assert run.exit_code == 0 and run.problems == [] and len(run.early) == 1
    assert "Choose a later" in capsys.readouterr().out
    assert json.loads(run.log.file.read_text())["outcome"] == "waits"


def test_a_step_without_work_is_unchanged(run: Run) -> None:
    run.attempt("city.food_visit", lambda: None)
    assert run.unchanged == 1 and run.exit_code == 0
    assert json.loads(run.log.file.read_text())["outcome"] == "unchanged"


@pytest.mark.parametrize(
    ("error", "outcome", "code", "words"),
    [
        (PromiseBroken("Twice.", "Mend it."), "refused", 6, "Twice."),
        # Its own words may quote a person's value, so only its kind is told.
        (ZeroDivisionError("Jansen by zero"), "failed", 1, "ZeroDivisionError"),
    ],
)
def test_a_step_that_fails_is_said_and_kept_and_the_next_goes_on(
    run: Run,
    error: Exception,
    outcome: str,
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise error

    run.attempt("city.food_visit", fail)
    run.attempt("city.food_premises", lambda: None)
    assert run.exit_code == code and run.unchanged == 1
    text, said = run.log.file.read_text(), capsys.readouterr().err
    assert words in said and "Traceback" not in said and "Jansen" not in said + text
    rows = [json.loads(line) for line in text.splitlines()]
    assert [r["outcome"] for r in rows] == [outcome, "unchanged"]
    assert words in rows[0]["message"]


def test_a_step_whose_tables_are_not_there_waits(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    step = next(s for s in CATALOGUE.steps if s.writes is city.food_visit)
    steps.run_steps(run, (step,), {"city.food_visit": date(2024, 1, 1)})
    said = capsys.readouterr().out
    assert "city.food_visit waits: health.food_inspection" in said
    row = json.loads(run.log.file.read_text())
    assert row["as_of"] == "2024-01-01"
    assert row["outcome"] == "refused" and "licensing.food_licence" in row["message"]


def test_without_any_dated_table_there_is_no_day_to_decide_for(run: Run) -> None:
    assert feeds.newest_days(run) == {}
    assert default_days(run.catalogue, {}) == {}
