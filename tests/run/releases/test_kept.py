"""Releases are found by name, run, day and latest; what is no release is none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from lakehouse.declare.errors import NotFound
from lakehouse.run.releases.kept import find, latest, releases
from lakehouse.run.releases.withdraw import withdraw
from tests.run.releases.small_release import release

OLD, NEW = "20240701-040000-aaaaaa", "20240708-041500-bbbbbb"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    release(tmp_path, OLD, 0.4)
    release(tmp_path, NEW, 0.6, as_of="2024-07-05")
    return tmp_path


def test_the_newest_comes_first_with_day_run_and_moment(root: Path) -> None:
    new, old = releases(root)
    assert (new.run, old.run) == (NEW, OLD)
    assert new.day == date(2024, 7, 5) and new.made_at == datetime(2024, 7, 8, 4, 15)
    assert new.tables == ["places_beside", "places_first"] and new.withdrawn is None


def test_what_is_half_made_or_no_release_is_not_listed(root: Path) -> None:
    (root / ".2024-07-09-r.part").mkdir()
    (root / "2024-07-10-r").mkdir()
    (root / "notes").mkdir()
    assert len(releases(root)) == 2
    assert releases(root / "nowhere") == []


@pytest.mark.parametrize("said", ["latest", NEW, f"2024-07-05-{NEW}", "2024-07-05"])
def test_a_release_is_found_by_what_people_call_it(root: Path, said: str) -> None:
    assert find(root, said).run == NEW


def test_a_name_that_nothing_has_is_refused_with_the_nearest(root: Path) -> None:
    with pytest.raises(NotFound, match="did you mean 2024-07-05-"):
        find(root, f"2024-07-05-{NEW[:-1]}")
    with pytest.raises(NotFound, match="There is no release 2024-01-01"):
        find(root, "2024-01-01")


def test_latest_of_nothing_is_refused(tmp_path: Path) -> None:
    assert latest(tmp_path) is None
    with pytest.raises(NotFound, match="no latest release"):
        find(tmp_path, "latest")


def test_a_day_means_its_release_that_stands(root: Path) -> None:
    again = release(root, "20240709-040000-cccccc", 0.7, as_of="2024-07-05")
    assert find(root, "2024-07-05").name == again.name
    withdraw(root, again, "Wrong.")
    assert find(root, "2024-07-05").run == NEW
    assert find(root, again.name).withdrawn == "Wrong."


def test_rows_are_read_by_result(root: Path) -> None:
    assert find(root, OLD).frame("places_beside")["value"].tolist() == [0.4, 0.4]
    with pytest.raises(NotFound, match="did you mean places_first"):
        find(root, OLD).frame("place_first")


def test_a_file_that_changed_or_is_gone_is_noticed(root: Path) -> None:
    found = find(root, OLD)
    assert found.changed_files() == []
    (found.folder / "places_first.csv").write_text("x")
    (found.folder / "places_beside.parquet").unlink()
    assert sorted(found.changed_files()) == ["places_beside.parquet", "places_first.csv"]
