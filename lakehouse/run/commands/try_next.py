"""What somebody new may do with a city that was made up for them to try things on."""

from __future__ import annotations

from collections.abc import Iterator

from lakehouse.declare.table import Table
from lakehouse.run.computing.runner import Run
from lakehouse.run.published.released import results_of
from lakehouse.store.lake import Lake


def try_next(run: Run) -> list[str]:
    """Lines with commands that work on what this run published; none for a real city."""
    if not run.settings.city.example:
        return []
    return ["Try next:", *(f"  {line}" for line in _lines(run))]


def _lines(run: Run) -> Iterator[str]:
    yield f"open {run.settings.published}/latest/index.html in a browser"
    for table in results_of(run):
        key = _first(run.lake, table) if run.there(table) else None
        if key is not None:
            yield f"citylake explain {table.last} {key}   from the first row back to the files"
            yield f"citylake show {table.name}   the list itself"
            break
    damaged = run.settings.city.delivered / "damaged"
    if damaged.is_dir():
        yield f"copy a file of {damaged} over its original, run again, and read what it says"
    yield "make run CITY=chicago   the same on real files, where they are"


def _first(lake: Lake, table: Table) -> str | None:
    """The key of the row that ranks first, of a list with one key."""
    if "rank" not in table.column_names or len(table.key) != 1:
        return None
    rows = lake.frame(table).sort_values("rank")
    return str(rows[table.key[0]].iloc[0]) if len(rows) else None
