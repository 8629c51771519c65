"""A missing shared folder skips a test at home and fails it where it must be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared_data import shared


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a shared folder beside it that holds data/chicago."""
    (tmp_path / "shared" / "data" / "chicago").mkdir(parents=True)
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def test_the_folder_beside_the_project_is_found(root: Path) -> None:
    found = shared("data", "chicago", {}, root)
    assert found == root.parent / "shared" / "data" / "chicago"


def test_the_variable_outranks_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / "else" / "chicago").mkdir(parents=True)
    environ = {"CITYLAKE_DATA": str(tmp_path / "else")}
    assert shared("data", "chicago", environ, root) == tmp_path / "else" / "chicago"


def test_a_missing_folder_skips_and_names_the_variable(root: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="CITYLAKE_REFERENCE"):
        shared("reference", "chicago_food", {}, root)


def test_in_ci_a_missing_folder_fails(root: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="may not be skipped"):
        shared("reference", "chicago_food", {"CI": "1"}, root)


def test_in_ci_without_any_shared_folder_it_skips(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="CITYLAKE_DATA"):
        shared("data", "chicago", {"CI": "1"}, tmp_path / "nowhere" / "project")
