"""What a ranking may be about: places, told of by people, and never persons."""

from __future__ import annotations

from collections.abc import Iterable

from lakehouse.declare.column import Column
from lakehouse.declare.errors import PlanError
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
