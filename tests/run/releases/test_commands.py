"""What citylake release says, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lakehouse.run.releases import commands
from tests.run.releases.small_release import release

Ask = Callable[..., Any]
OLD, NEW = "2024-06-28-20240701-040000-aaaaaa", "2024-07-05-20240708-040000-bbbbbb"


@pytest.fixture
def say(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks about a city of two releases."""
    monkeypatch.setenv("COLUMNS", "200")
    root = tmp_path / "published" / "sample"
    told = {"delta": {"table": "published/places_first", "version": 3}, "rows": 2}
    release(root, OLD[11:], 0.4)
    results = {"places_first": told, "places_beside": told}
    release(root, NEW[11:], 0.6, as_of="2024-07-05", results=results, city="Delft")
    keys = {"places_first": ("place",), "places_beside": ("place",)}
    monkeypatch.setattr(commands, "keys_of", lambda catalogue: keys)
    return lambda *words: ask(tmp_path, "release", *words, "--city", "sample")


def test_list_names_every_release_and_latest(say: Ask) -> None:
    done = say("list")
    new, old = done.stdout.splitlines()
    assert done.exit_code == 0 and new.startswith(NEW) and old.startswith(OLD)
    assert "for 2024-07-05  made 2024-07-08 04:00 by 20240708-040000-bbbbbb" in new
    assert new.endswith("2 tables  latest") and old.endswith("2 tables")


def test_list_of_nothing_says_what_to_do(ask: Ask, tmp_path: Path) -> None:
    done = ask(tmp_path, "release", "list", "--city", "sample")
    assert done.exit_code == 8 and "has no release yet" in done.stderr


def test_show_says_how_to_read_it(say: Ask) -> None:
    done = say("show")
    assert done.exit_code == 0 and f"Release {NEW} of Delft" in done.stdout
    assert "All 11 files are as the manifest says." in done.stdout
    assert f'{NEW}/places_beside.parquet")' in done.stdout
    assert f'{NEW}/delta/places_beside").to_pandas()' in done.stdout
    assert f'{NEW}/delta/places_beside")' in done.stdout.split(".load(")[1]
    assert "decides for 2024-06-28" in say("show", "2024-06-28").stdout


def test_show_notices_a_changed_file(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "published" / "sample" / NEW / "places_first.csv").write_text("x")
    done = say("show", "latest")
    assert done.exit_code == 6 and "Not what the manifest says: places_first.csv." in done.stdout


def test_diff_says_what_moved_and_admits_what_is_not_known(say: Ask) -> None:
    done = say("diff", OLD)
    assert done.exit_code == 0 and f"Release {NEW} beside release {OLD}." in done.stdout
    assert "Places first (places_first)" in done.stdout
    assert "0 came, 0 went, 2 say something else and 0 say the same." in done.stdout
    assert "cannot be told: one of the two releases does not say" in done.stdout
    only = say("diff", OLD, NEW, "--result", "published.places_beside").stdout
    assert "(places_beside)" in only and "(places_first)" not in only


def test_diff_of_what_is_not_there_is_refused(say: Ask) -> None:
    done = say("diff", OLD, "--result", "places_fist")
    assert done.exit_code == 8 and "did you mean places_first?" in done.stderr
    assert say("diff", "2020-01-01").exit_code == 8


def test_withdraw_moves_latest_and_is_listed(say: Ask) -> None:
    done = say("withdraw", "latest", "--because", "The file was last year's.")
    assert done.exit_code == 0 and f"Latest is {OLD} now." in done.stdout
    new, old = say("list").stdout.splitlines()
    assert new.endswith("withdrawn: The file was last year's.") and old.endswith("latest")
    assert "WITHDRAWN: The file was last year's." in say("show", NEW).stdout
    refused = say("withdraw", "latest", "--because", "Wrong.")
    assert refused.exit_code == 2 and "only release that stands" in refused.stderr
    forced = say("withdraw", OLD, "--because", "Wrong.", "--force")
    assert forced.exit_code == 0 and "There is no latest release now." in forced.stdout
