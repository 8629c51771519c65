"""A fingerprint changes with everything a table is made of, and with nothing else."""

from __future__ import annotations

import shutil
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lakehouse
from lakehouse.run import fingerprint as asked
from lakehouse.run.fingerprint import code_of, fingerprint, page_code, platform_code

ROOT = Path(lakehouse.__file__).parent


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_equal_for_equal_parts_only(one: list[str], two: list[str]) -> None:
    # A part may not hold the mark that separates parts.
    one, two = ([p.replace("\0", "") for p in parts] for parts in (one, two))
    assert (fingerprint(*one) == fingerprint(*two)) == (one == two)


def test_it_is_the_same_in_every_process() -> None:
    assert fingerprint("a", 1, None) == "73b5bc7d4a22ca8c"


def _function(file: Path, text: str) -> types.FunctionType:
    file.write_text(text)
    made: dict[str, types.FunctionType] = {}
    exec(compile(text, str(file), "exec"), made)
    return made["f"]


def test_code_is_the_whole_file_a_function_stands_in(tmp_path: Path) -> None:
    function = _function(tmp_path / "a.py", "def f():\n    return LIMIT\n")
    before = code_of([function])
    assert code_of([function, function]) == before
    (tmp_path / "a.py").write_text("LIMIT = 2\ndef f():\n    return LIMIT\n")
    assert code_of([function]) != before


def test_code_is_the_whole_folder_of_a_question_that_has_one(tmp_path: Path) -> None:
    function = _function(tmp_path / "question.py", "def f():\n    return LIMIT\n")
    function.__module__ = "jobs.risk.place.question"
    before = code_of([function])
    (tmp_path / "features.py").write_text("LIMIT = 2\n")
    assert code_of([function]) != before
    function.__module__ = "jobs.risk.place"
    assert code_of([function]) == before


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the package that the fingerprint looks at instead of ours."""
    copy = tmp_path / "lakehouse"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(asked, "__file__", str(copy / "run" / "fingerprint.py"))
    forget()
    yield copy
    forget()


def forget() -> None:
    platform_code.cache_clear()
    page_code.cache_clear()


def change(file: Path) -> None:
    assert file.is_file(), "a file that is not there is part of nothing"
    with file.open("a") as out:
        out.write("# changed\n")
    forget()


def _after_a_change_of(file: Path) -> str:
    change(file)
    return platform_code()


@pytest.mark.parametrize(
    "file",
    [
        "transform/windows.py",
        "modelling/trees.py",
        "checks/mask.py",
        "store/formats/reading.py",
        "declare/feature.py",
        "run/answers/ranking.py",
        "run/feeds/refresh.py",
    ],
)
def test_code_that_makes_rows_is_part_of_the_platforms(copied: Path, file: str) -> None:
    before = platform_code()
    assert _after_a_change_of(copied / file) != before


def test_the_page_and_the_sample_are_no_part_of_it(copied: Path) -> None:
    before = platform_code()
    assert _after_a_change_of(copied / "portal" / "pages.py") == before
    assert _after_a_change_of(copied / "sample" / "city.py") == before


@pytest.mark.parametrize(
    "file",
    [
        "portal/pages.py",
        "portal/text/en.toml",
        "portal/templates/front.html",
        "run/published/released.py",
        "run/published/handed.py",
    ],
)
def test_what_makes_the_pages_is_part_of_theirs(copied: Path, file: str) -> None:
    before = page_code()
    change(copied / file)
    assert page_code() != before


def test_what_makes_rows_is_no_part_of_the_pages(copied: Path) -> None:
    before = page_code()
    change(copied / "modelling" / "trees.py")
    assert page_code() == before
