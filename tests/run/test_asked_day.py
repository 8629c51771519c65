"""The day of --as-of is one that a record can have, and it reaches the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lakehouse.declare import errors
from lakehouse.run.cli import app
from lakehouse.run.commands import running as commands

Asked = Callable[..., Any]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30"])
def test_a_day_that_no_record_has_is_refused(day: str) -> None:
    for words in (["run", "--as-of", day], ["backfill", "--from", "2024-01-01", "--to", day]):
        said = CliRunner().invoke(app, words)
        assert said.exit_code == errors.SettingError.exit_code and day in said.output


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
