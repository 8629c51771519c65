"""Which tables a run changed, whether a later one stands on them, and what depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lakehouse.declare.errors import PlanError
from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.releases.kept import releases
from lakehouse.run.undo.before import Before, versions
from lakehouse.store.lineage import said_of

UNDOES = "undoes"  # kept with the commit that puts a table back


@dataclass(frozen=True)
class Changed:
    """A table that a run changed: its version before (None: it was not there) and after."""

    table: Table
    before: int | None
    after: int | None


def changed_by(
    lake: Path, tables: Mapping[str, Table], every: list[Before], run: Before
) -> list[Changed]:
    """The tables that ``run`` changed and that are not put back yet, by name.

    Raises :class:`PlanError` when a later run wrote one of them: that has to be undone first.
    """
    later = [b for b in every if b.run > run.run]
    now = versions(lake, tables.values())
    after = later[0].versions if later else now
    moved = [n for n in tables if n in run.versions and run.versions[n] != after.get(n, now[n])]
    found = [Changed(tables[n], run.versions[n], after.get(n, now[n])) for n in sorted(moved)]
    left = [c for c in found if not put_back(lake, c, run.run, now[c.table.name])]
    on_top = [c.table.name for c in left if now[c.table.name] != c.after]
    if on_top:
        who = _writers(later, now, on_top)
        raise PlanError(
            f"{', '.join(on_top)} was written again after run {run.run}.",
            f"Undo what came later first, the newest first: {', '.join(who)}.",
        )
    return left


def put_back(lake: Path, changed: Changed, run: str, now: int | None) -> bool:
    """Whether an undo of ``run`` that was killed has put the table back already."""
    if now is None:
        return changed.before is None
    path = lake / changed.table.schema / changed.table.last
    return said_of(path, now).get(UNDOES) == run


def _writers(later: list[Before], now: Mapping[str, int | None], names: list[str]) -> list[str]:
    """The later runs after which one of the tables was another, the newest first."""
    ends = [*(b.versions for b in later[1:]), now]
    return [
        b.run
        for b, end in reversed(list(zip(later, ends, strict=True)))
        if any(b.versions.get(n) != end.get(n) for n in names)
    ]


def dependents(catalogue: Catalogue, changed: Iterable[Table]) -> list[str]:
    """Tables computed from these, however far, in the order in which they are computed."""
    reached = {t.name for t in changed}
    found = []
    for step in catalogue.steps:
        if any(t.name in reached for t in step.reads):
            names = [t.name for t in step.outputs]
            found += [n for n in names if n not in reached]
            reached |= set(names)
    return found


def releases_of(root: Path, run: str, changed: Iterable[Changed]) -> list[str]:
    """Releases that the run made, or that say they were made from what it wrote."""
    written = {c.table.name: c for c in changed}

    def stands_on(made_from: Mapping[str, int]) -> bool:
        return any(
            (c.before if c.before is not None else -1) < made_from[n] <= (c.after or 0)
            for n, c in written.items()
            if n in made_from
        )

    return [
        r.name
        for r in releases(root)
        if r.withdrawn is None
        and (
            r.run == run
            or any(stands_on(told["made_from"]["tables"]) for told in r.results.values())
        )
    ]
