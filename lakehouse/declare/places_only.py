"""What a ranking may be about: places, never persons, and never who looked at them."""

from __future__ import annotations

from collections.abc import Iterable

from lakehouse.declare.column import Column
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feature import Derived, Feature
from lakehouse.declare.gates import made_of
from lakehouse.declare.table import Table


def refuse_persons(
    name: str, about: str, carries: Iterable[Column], reads: Iterable[Table]
) -> None:
    """PlanError where the entity is personal in a table it reads, or a carried column is."""
    named = {c.name for t in reads for c in t.columns if c.grade == "personal"}
    found = sorted({about} & named | {c.name for c in carries if c.grade == "personal"})
    if found:
        raise PlanError(
            f"{name} would rank persons: {', '.join(found)} is personal.",
            "Rank places, premises, buildings or streets; a score of a person is never made.",
        )


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
    name: str, features: Iterable[Feature | Derived], reads: Iterable[Table]
) -> None:
    """PlanError where a feature to learn from is made of a column about who looked."""
    every = tuple(features)
    marked = made_of(every, reads, "about_observer")
    found = [f.name for f in every if f.learn and f.name in marked]
    if found:
        raise PlanError(
            f"{name} would learn who looked, not what was there: {', '.join(found)}.",
            "Leave it out, or say about_observer=False on its column (in a contract the tag "
            "not-observer) where its name alone makes it look like that.",
        )
