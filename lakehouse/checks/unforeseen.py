"""A mistake that nobody foresaw, told in one line: its kind, and where in our code it came from."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import TypeVar

from lakehouse.checks.plain import NAMES_ONLY, plain
from lakehouse.declare.errors import CityLakeError

TRACE = "CITYLAKE_TRACE"
OURS = {"jobs", "lakehouse"}
E = TypeVar("E", bound=CityLakeError)


def unforeseen(what: str, error: BaseException, kind: type[E] = CityLakeError) -> E:  # type: ignore[assignment]
    """An error of ``kind`` that says ``what`` failed, of which kind the mistake is, and where.

    What the mistake says itself is left out: it may quote a person's values. Where ``TRACE`` is
    set, all of it is printed for whoever mends it.
    """
    if os.environ.get(TRACE):
        traceback.print_exception(error)
    named = f"{type(error).__name__}: {plain(error)}" if isinstance(error, NAMES_ONLY) else ""
    at = _place(error)
    said = named.rstrip(".") or plain(error).rstrip(".")
    return kind(
        f"{what} failed: {said}{f' ({at})' if at else ''}.",
        f"This is a mistake of the code: tell who keeps it; {TRACE}=1 shows all of it.",
    )


def _place(error: BaseException) -> str:
    """The innermost line of jobs or lakehouse that the mistake passed through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        if own := [n for n, part in enumerate(parts) if part in OURS]:
            return f"{'/'.join(parts[own[-1] :])}, line {frame.lineno}"
    return ""
