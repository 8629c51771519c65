"""Before there is a lake, and of what there is not, the command line says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lakehouse.run.cli import app

Asked = Callable[..., Any]


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
