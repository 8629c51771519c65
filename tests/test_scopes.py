"""Tests that share what is costly to make stay on one worker, all others are shared out by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import scopes


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("run/test_later.py", "run"),  # the city that ran once
        ("run/test_say.py", "run/test_say.py"),
        ("store/database/test_fetch.py", "store/database"),  # a server, through another fixture
        ("portal/test_pages.py", "portal/test_pages.py"),  # its fixtures are made for each test
        ("checks/test_mask.py", "checks/test_mask.py"),  # Spark is every worker's
    ],
)
def test_what_stays_together(file: str, told: str) -> None:
    assert scopes.scope(scopes.TESTS / file) == told


def test_a_helpers_parameter_is_no_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "TESTS", tmp_path)
    folder = tmp_path / "town"
    folder.mkdir()
    shared = "import pytest\n@pytest.fixture(scope='session')\ndef first(): ...\n"
    (folder / "conftest.py").write_text(shared)
    for name, text in (("a", "def compare(first): ..."), ("b", "def test_it(first): ...")):
        (folder / f"test_{name}.py").write_text(text)
    assert scopes.scope(folder / "test_a.py") == "town/test_a.py"
    assert scopes.scope(folder / "test_b.py") == "town"


def test_the_longest_go_first(request: pytest.FixtureRequest) -> None:
    lines = [scopes.place_in_line(item) for item in request.session.items]
    assert lines == sorted(lines) and set(lines) <= set(range(len(scopes.LONG) + 1))
    assert all((scopes.TESTS / name).exists() for name in scopes.LONG)
