"""The command line answers at once, in words, and every kind of error has its exit code."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lakehouse.declare import errors
from lakehouse.declare.errors import EXIT_CODES, CityLakeError
from lakehouse.run.cli import app
from lakehouse.run.commands import reading

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


@pytest.mark.doors
def test_looking_starts_no_spark(tmp_path: Path) -> None:
    # Without any Java a Spark session could not start.
    nowhere = {"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)}
    done = citylake("show", "--city", "sample", CITYLAKE_WORK=str(tmp_path), **nowhere)
    assert done.returncode == 0 and "city.food_visit" in done.stdout
