"""The sample city is written where it is asked for, and nothing else is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lakehouse.declare import errors

Asked = Callable[..., Any]


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
