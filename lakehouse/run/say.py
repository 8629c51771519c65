"""What the command line says: a line a table, problems with what to do, progress of long work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.status import Status

from lakehouse.declare.errors import CityLakeError
from lakehouse.store.lake import Written

if TYPE_CHECKING:
    from lakehouse.sample.generate import Told

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_worked_on: list[str] = []
_spinners: list[Status] = []  # the one that turns, if any does
_one_at_a_time = Lock()


def say(text: str) -> None:
    """Print a line as it is."""
    out.print(escape(text))


def wrote(written: Written) -> None:
    """``city.crash v18  1,204 rows  +31  2 quarantined  3.1 s``."""
    change = written.rows - written.before
    parts = [
        f"{written.table.name} v{written.version}",
        f"{written.rows:,} rows",
        f"{change:+,}" if change else "",
        f"{written.quarantined:,} quarantined" if written.quarantined else "",
        f"{written.seconds:.1f} s",
    ]
    say("  ".join(p for p in parts if p))


def drawn(told: Told) -> None:
    """``food  68,000 rows in 51 files  9.1 s``: one source of the sample city."""
    if not told.files:  # it only tells the truth about others
        return
    say(f"{told.source}  {told.rows:,} rows in {told.files} files  {told.seconds:.1f} s")


def problem(error: CityLakeError) -> None:
    """Print an error where errors go."""
    err.print(escape(str(error)), style="red" if err.is_terminal else "")


@contextmanager
def working(text: str) -> Iterator[None]:
    """A spinner while something takes long; nothing where nobody watches.

    What is worked on side by side has one spinner.
    """
    _begin(text)
    try:
        yield
    finally:
        _end(text)


def _begin(text: str) -> None:
    with _one_at_a_time:
        _worked_on.append(text)
        if not _spinners and sys.stderr.isatty():
            _spinners.append(err.status(""))
            _spinners[0].start()
        _tell()


def _end(text: str) -> None:
    with _one_at_a_time:
        _worked_on.remove(text)
        if _spinners and not _worked_on:
            _spinners.pop().stop()
        _tell()


def _tell() -> None:
    for spinner in _spinners:
        spinner.update(escape(", ".join(_worked_on)))


@contextmanager
def progress(text: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar that is told how much of how much is done; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    count = TextColumn("{task.completed:,.0f}")
    columns = (SpinnerColumn(), TextColumn(escape(text)), BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
