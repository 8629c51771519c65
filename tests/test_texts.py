"""What every file says of itself, and what no file may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 180
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-Z]")
# Written in parts, so that this file does not find itself.
HOMES = ("ho" + "me", "Us" + "ers", "wo" + "rk", "ro" + "ot")
MACHINE = re.compile(rf"(?<![\w}}.])/({'|'.join(HOMES)})/\w")
SECRET = "tru" + "th/"
OUR_TEXT = ("*.py", "*.toml", "*.yaml", "*.sql", "*.md", "*.html", "*.properties", "Makefile")


def files(*folders: str) -> list[Path]:
    found = sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))
    assert found
    return found


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), path.name)


def unexplained(tree: ast.Module) -> list[str]:
    """Public functions and classes of a module without a docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [n for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    return [n.name for n in public if not ast.get_docstring(n)]


def one_sentence(text: str | None) -> bool:
    said = (text or "").strip()
    return said.endswith(".") and "\n\n" not in said and not SENTENCE_BREAK.search(said)


def breaking(keeps: Callable[[Path], bool], *folders: str) -> list[str]:
    """The files that do not keep a rule."""
    return [p.relative_to(ROOT).as_posix() for p in files(*folders) if not keeps(p)]


def test_each_module_says_in_one_sentence_what_it_is() -> None:
    def says(path: Path) -> bool:
        return one_sentence(ast.get_docstring(tree_of(path)))

    assert breaking(says, "jobs", "lakehouse") == []


def test_each_public_function_says_what_it_does() -> None:
    assert breaking(lambda path: not unexplained(tree_of(path)), "jobs", "lakehouse") == []


def test_each_file_has_one_idea() -> None:
    def short(path: Path) -> bool:
        return len(path.read_text("utf-8").splitlines()) <= MOST_LINES

    assert breaking(short, "jobs", "lakehouse") == []


def test_no_text_names_a_place_of_one_machine() -> None:
    folders = [ROOT / name for name in ("jobs", "lakehouse", "conf", "tests", "notebooks")]
    texts = [p for folder in folders for kind in OUR_TEXT for p in folder.rglob(kind)]
    texts += [p for kind in OUR_TEXT for p in ROOT.glob(kind)]
    found = [p.relative_to(ROOT).as_posix() for p in texts if MACHINE.search(p.read_text("utf-8"))]
    assert len(texts) > 100
    assert found == []


def test_no_job_contract_or_select_knows_the_answers() -> None:
    texts = [*files("jobs"), *(p for p in (ROOT / "conf").rglob("*") if p.is_file())]
    assert {p.suffix for p in texts} >= {".py", ".sql", ".yaml", ".toml"}
    assert [p.name for p in texts if SECRET in p.read_text("utf-8").lower()] == []


def test_missing_and_long_docstrings_are_caught() -> None:
    tree = ast.parse("def a(): ...\ndef _b(): ...\ndef c():\n    'Says.'\nclass D: ...")
    assert unexplained(tree) == ["a", "D"]
    assert [one_sentence(t) for t in (None, "", "One. Two.", "No stop", "A.\n\nB.")] == [False] * 5
    assert one_sentence("Brings a frame into shape, or says\nwhat does not fit: e.g. a type.")
    assert MACHINE.search("in /ho" + "me/somebody")
    assert not MACHINE.search("/api/home/page") and not MACHINE.search("{lake}/work/x")
