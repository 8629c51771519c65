"""The command line answers at once, in words, and every kind of error has its exit code."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lakehouse.declare import errors
from lakehouse.declare.errors import EXIT_CODES, CityLakeError
from lakehouse.run.cli import app
from lakehouse.run.commands import reading
from lakehouse.run.commands import running as commands

HEAVY = ("pyspark", "mlflow", "pandas", "numpy", "pyarrow", "deltalake", "sklearn", "xgboost")
VERBS = (
    "fetch",
    "plan",
    "land",
    "run",
    "show",
    "status",
    "explain",
    "sample",
    "model",
    "reproduce",
    "mlflow",
)
KINDS = [CityLakeError, *CityLakeError.__subclasses__()]
Asked = Callable[..., Any]


def citylake(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("citylake")
    return subprocess.run(
        [str(program), *words],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100", **env},
        timeout=120,
    )


def test_help_answers_before_anything_heavy_is_loaded() -> None:
    program = (
        "import sys\n"
        "from lakehouse.run.cli import app\n"
        "try:\n    app(['--help'])\n"
        "except SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout and "LOADED []" in done.stdout


@pytest.mark.doors
def test_help_answers_within_half_a_second_at_best() -> None:
    # Time on the processor, so that what else the machine does is nothing.
    times = []
    for _ in range(5):
        before = os.times()
        assert citylake("--help").returncode == 0
        after = os.times()
        spent = after.children_user - before.children_user
        times.append(spent + after.children_system - before.children_system)
    assert 0 < min(times) < 0.5


def test_help_names_every_command_and_every_exit_code() -> None:
    said = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "400"}).output
    for verb in VERBS:
        assert re.search(rf"\b{verb}\b", said)
    for code, kind in EXIT_CODES.items():
        assert f"{code} {kind}" in " ".join(said.split())


def test_alone_it_prints_its_help() -> None:
    alone, asked = CliRunner().invoke(app, []), CliRunner().invoke(app, ["--help"])
    assert alone.output.strip() == asked.output.strip()


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_explains_itself(verb: str) -> None:
    said = CliRunner().invoke(app, [verb, "--help"])
    assert said.exit_code == 0 and "Usage:" in said.output


def test_an_unknown_command_is_a_wrong_option() -> None:
    assert CliRunner().invoke(app, ["lnad"]).exit_code == 2
    assert CliRunner().invoke(app, ["show", "--rows", "0"]).exit_code == 2


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    codes = [kind.exit_code for kind in KINDS]
    assert len(set(codes)) == len(codes) and 0 not in codes
    assert {kind.exit_code: kind.kind for kind in KINDS} == EXIT_CODES


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_an_error_becomes_its_code_and_its_words(
    kind: type[CityLakeError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(city: str | None) -> int:
        raise kind("This is [wrong].", "Do [that].")

    monkeypatch.setattr(reading, "status", fail)
    said = CliRunner().invoke(app, ["status"])
    assert said.exit_code == kind.exit_code
    assert said.stderr == "This is [wrong].\n  Do [that].\n"
    assert said.stdout == ""


def test_a_folder_that_cannot_be_used_is_told_without_a_stack_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unwritable(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", "/var/lake/.lock")

    monkeypatch.setattr(reading, "status", unwritable)
    said = CliRunner().invoke(app, ["status"])
    assert said.exit_code == errors.SettingError.exit_code
    assert "/var/lake/.lock cannot be used: Permission denied" in said.output
    assert "Traceback" not in said.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30"])
def test_a_day_that_no_record_has_is_refused(day: str) -> None:
    for words in (["run", "--as-of", day], ["backfill", "--from", "2024-01-01", "--to", day]):
        said = CliRunner().invoke(app, words)
        assert said.exit_code == errors.SettingError.exit_code and day in said.output


def test_a_code_that_a_command_gives_back_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "status", lambda city: 4)
    assert CliRunner().invoke(app, ["status"]).exit_code == 4
    monkeypatch.setattr(reading, "status", lambda city: None)
    assert CliRunner().invoke(app, ["status"]).exit_code == 0


def test_being_interrupted_is_no_stack_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(city: str | None) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "status", stop)
    said = CliRunner().invoke(app, ["status"])
    assert said.exit_code == 130 and "Traceback" not in said.output


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "2024-02-30", "28.06.2024", ""])
def test_a_day_that_is_none_is_a_wrong_option(day: str, ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "run", "--as-of", day)
    assert said.exit_code == 2
    assert f"'{day}' is not a day." in said.output and "YYYY-MM-DD" in said.output
    assert not list(tmp_path.iterdir())


def test_a_day_reaches_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(commands, "run", lambda *given: seen.append(given))
    words = ["run", "city.food_visit", "-c", "sample", "--as-of", "2024-02-29", "--wait", "5"]
    assert CliRunner().invoke(app, words).exit_code == 0
    ((city, tables, day, wait, again),) = seen
    assert (city, tables, str(day), wait, again) == (
        "sample",
        ["city.food_visit"],
        "2024-02-29",
        5,
        False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("land",),
        ("run",),
        ("show",),
        ("status",),
        ("explain", "premises_to_inspect_first", "1"),
    ],
    ids=lambda w: w[0],
)
def test_a_city_that_is_none_is_not_found(words: tuple[str, ...], ask: Asked) -> None:
    said = ask(Path("unused"), *words, "--city", "chicgo")
    assert said.exit_code == 8
    assert "did you mean chicago?" in said.output and "sample" in said.output


def test_before_anything_exists_status_says_what_to_do(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "status", "--city", "sample")
    assert said.exit_code == 8
    assert "Sample city has no lake yet." in said.output and "citylake run" in said.output


def test_before_anything_exists_show_says_what_to_do(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "show", "food_visit", "--city", "sample")
    assert said.exit_code == 8
    assert "city.food_visit is not in the lake" in said.output and "citylake run" in said.output


def test_before_anything_exists_show_lists_what_there_will_be(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "show", "--city", "sample")
    assert said.exit_code == 0 and "police.burglary" in said.output


def test_before_anything_exists_explain_says_what_to_do(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "explain", "premises_to_inspect_first", "1", "--city", "sample")
    assert said.exit_code == 8
    assert "is not in the lake" in said.output and "citylake run" in said.output


def test_looking_leaves_no_trace(ask: Asked, tmp_path: Path) -> None:
    for words in (("status",), ("show",), ("show", "food_visit")):
        ask(tmp_path, *words)
    assert not list(tmp_path.iterdir())


def test_a_misspelt_table_is_not_found(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "show", "food_vist", "--city", "sample")
    assert said.exit_code == 8 and "did you mean food_visit?" in said.output


def test_a_misspelt_variable_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYLAKE_LAKES", "x")
    said = CliRunner().invoke(app, ["status"])
    assert said.exit_code == 2 and "did you mean CITYLAKE_LAKE?" in said.output


@pytest.mark.doors
def test_looking_starts_no_spark(tmp_path: Path) -> None:
    # Without any Java a Spark session could not start.
    nowhere = {"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)}
    done = citylake("show", "--city", "sample", CITYLAKE_WORK=str(tmp_path), **nowhere)
    assert done.returncode == 0 and "city.food_visit" in done.stdout


SOME = ("--only", "food", "--only", "weather")


def test_the_sample_city_is_written_where_it_is_asked_for(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "sample", "--out", str(tmp_path / "here"), "--scale", "0.02", *SOME)
    assert said.exit_code == 0 and "the truth is in truth/" in said.output
    assert all(f"{source}  " in said.output for source in ("food", "weather"))
    assert (tmp_path / "here" / "truth" / "defects_truth.csv").is_file()
    assert not (tmp_path / "sample").exists()


def test_the_sample_city_is_written_where_a_run_looks_for_it(ask: Asked, tmp_path: Path) -> None:
    assert ask(tmp_path, "sample", "--scale", "0.02", "--only", "weather").exit_code == 0
    assert (tmp_path / "sample" / "weather" / "daily_archive.csv").is_file()


def test_another_seed_is_another_city(ask: Asked, tmp_path: Path) -> None:
    for seed in ("7", "7", "8"):
        name = f"{seed}-{len(list(tmp_path.iterdir()))}"
        words = ("--scale", "0.02", "--seed", seed, "--only", "weather")
        ask(tmp_path, "sample", "--out", str(tmp_path / name), *words)
    one, same, other = (
        (tmp_path / n / "weather" / "daily_2023-01.csv").read_bytes() for n in ("7-0", "7-1", "8-2")
    )
    assert one == same != other


def test_a_seed_that_makes_no_city_is_a_wrong_option(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "sample", "--seed", "-5")
    assert said.exit_code == errors.SettingError.exit_code


def test_a_folder_that_holds_something_else_is_left_alone(ask: Asked, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a\n1\n")
    said = ask(tmp_path, "sample", "--out", str(tmp_path), "--only", "weather")
    assert said.exit_code == errors.SettingError.exit_code and "mine.csv" in said.output
    assert [p.name for p in tmp_path.iterdir()] == ["mine.csv"]


def test_a_source_that_is_none_is_a_wrong_option(ask: Asked, tmp_path: Path) -> None:
    said = ask(tmp_path, "sample", "--out", str(tmp_path / "here"), "--only", "wether")
    assert said.exit_code == errors.SettingError.exit_code
    assert "no source wether" in said.output and "weather" in said.output
    assert not list(tmp_path.iterdir())
