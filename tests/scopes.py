"""Which tests stay together on one worker: a file, or all that share a folder's costly fixtures."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

TESTS = Path(__file__).parent
# What takes longest goes first, so that the end is many small files to share out.
LONG = ("run", "store", "test_every_job.py", "jobs", "transform", "sample")


class ByFixture(LoadScopeScheduling):  # type: ignore[misc]
    """Each worker takes a file at a time; what shares session-wide fixtures is taken at once."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(self.config.rootpath / nodeid.split("::")[0])


def place_in_line(item: pytest.Item) -> int:
    """When a test is handed out: the folders in ``LONG`` first, in that order."""
    top = item.path.relative_to(TESTS).parts[0]
    return LONG.index(top) if top in LONG else len(LONG)


@cache
def scope(file: Path) -> str:
    """The folder whose session-wide fixtures the file's tests ask for, else the file itself."""
    asked = {name for made in _functions(file) for name in _asked(made)}
    for folder in file.parents:
        if folder == TESTS:
            break
        if asked & _shared(folder / "conftest.py"):
            return folder.relative_to(TESTS).as_posix()
    return file.relative_to(TESTS).as_posix()


@cache
def _shared(conftest: Path) -> frozenset[str]:
    """The session-wide fixtures of a conftest, and those of it that are made of them."""
    fixtures = [f for f in _functions(conftest) if _fixture(f)] if conftest.is_file() else []
    found = {f.name for f in fixtures if "scope='session'" in _fixture(f)}
    while more := {f.name for f in fixtures if _asked(f) & found} - found:
        found |= more
    return frozenset(found)


def _functions(file: Path) -> list[ast.FunctionDef]:
    """The file's tests and fixtures."""
    tree = ast.parse(file.read_text("utf-8"), file.name)
    made = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [f for f in made if f.name.startswith("test") or _fixture(f)]


def _fixture(function: ast.FunctionDef) -> str:
    """The decorator that makes the function a fixture, empty where none does."""
    found = map(ast.unparse, function.decorator_list)
    return next((text for text in found if text.startswith("pytest.fixture")), "")


def _asked(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in function.args.args}
