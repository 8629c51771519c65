"""A short name for everything a table was made of: inputs, declarations and code."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

PLATFORM = (
    *("checks", "declare", "methods", "modelling", "store", "transform"),
    *("run/answers", "run/feeds", "run/planning"),
)
PAGES = ("run/published", "run/releases")


def fingerprint(*parts: object) -> str:
    """Sixteen hexadecimal digits of the hash of the parts' text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


@cache
def platform_code() -> str:
    """Fingerprint of the platform's own code: when it changes, everything is computed again."""
    root = Path(__file__).parents[1]
    files = sorted(p for folder in PLATFORM for p in (root / folder).rglob("*.py"))
    files.append(root / "run" / "computing" / "by_day.py")
    return fingerprint(*(p.read_text("utf-8") for p in files))


@cache
def page_code() -> str:
    """Fingerprint of what makes the pages: their code, templates, sentences and styles."""
    root = Path(__file__).parents[1]
    files = [p for p in (root / "portal").rglob("*") if p.is_file() and p.suffix != ".pyc"]
    files += [p for folder in PAGES for p in (root / folder).glob("*.py")]
    files += [root / "run" / "feeds" / "arrivals.py"]
    files += [root / "run" / "quality" / f"{name}.py" for name in ("standing", "scores")]
    return fingerprint(*(p.read_text("utf-8") for p in sorted(files)))


def code_of(functions: Iterable[Callable[..., Any]]) -> str:
    """Fingerprint of the files the functions are written in.

    A question that has a folder of its own (jobs.<schema>.<name>.<file>) is the whole folder.
    """
    files: set[Path] = set()
    for function in functions:
        if source := inspect.getsourcefile(function):
            alone = str(function.__module__).count(".") < 3
            files |= {Path(source)} if alone else set(Path(source).parent.glob("*.py"))
    return fingerprint(*(p.read_text("utf-8") for p in sorted(files)))
