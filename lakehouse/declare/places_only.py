"""What a question may be about: places, never persons, and never who looked at them."""

from __future__ import annotations

from collections.abc import Iterable

from lakehouse.declare.column import Column
from lakehouse.declare.costly import Declared
from lakehouse.declare.errors import PlanError
from lakehouse.declare.gates import made_of
from lakehouse.declare.table import Table

PLACES = "Ask of places, premises, buildings or streets; a score of a person is never made."


def refuse_persons(
    name: str, carries: Iterable[Column], reads: Iterable[Table], about: str = ""
) -> None:
    """PlanError where what a question tells apart is a person.

    ``carries`` are the columns of its rows, none of them personal; ``about``, the one it ranks,
    is not so in a table it reads either. A table keyed by a person is not read at all, for a key
    is easily renamed.
    """
    tables = tuple(reads)
    named = {c.name for t in tables for c in t.columns if c.grade == "personal"}
    found = sorted({about} & named | {c.name for c in carries if c.grade == "personal"})
    if found:
        raise PlanError(f"{name} would score persons: {', '.join(found)} is personal.", PLACES)
    for table in tables:
        if keys := personal_key(table):
            raise PlanError(
                f"{name} reads {table.name}, whose rows are persons ({', '.join(keys)}).",
                "Count them by area in a table of city.*, and read that.",
            )


def refuse_scored_persons(writes: Table, reads: Iterable[Table]) -> None:
    """PlanError where a table of ``risk`` has a row for each person.

    No column of its key may be personal, or a person's key in a table it is made of.
    """
    if writes.schema != "risk":
        return
    named = {name for t in reads for name in personal_key(t)}
    if found := sorted({*personal_key(writes)} | {*writes.key} & named):
        raise PlanError(
            f"{writes.name} would score persons: {', '.join(found)} is personal.", PLACES
        )


def personal_key(table: Table) -> list[str]:
    """The columns of a table's key that say which person a row is."""
    return [name for name in table.key if table.column(name).grade == "personal"]


def refuse_discovered(name: str, reads: Iterable[Table]) -> None:
    """PlanError where a table holds what somebody went out to find among what was reported."""
    for table in reads:
        found = [c.name for c in table.columns if c.tells_discovered]
        if found:
            raise PlanError(
                f"{name} reads {table.name}, which holds what was discovered beside what was "
                f"reported ({', '.join(found)}): it would learn where somebody looked.",
                "Read a table of reported ones, such as city.reported_incident.",
            )


def refuse_observer(
    name: str,
    features: Iterable[Declared],
    reads: Iterable[Table],
    carries: Iterable[Column] = (),
) -> None:
    """PlanError where a feature to learn from is made of a column about who looked."""
    every = tuple(features)
    marked = made_of(every, reads, "about_observer", carries)
    found = [f.name for f in every if f.learn and f.name in marked]
    if found:
        raise PlanError(
            f"{name} would learn who looked, not what was there: {', '.join(found)}.",
            "Leave it out, or say about_observer=False on its column (in a contract the tag "
            "not-observer) where its name alone makes it look like that.",
        )
