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

# Kept with the commit that puts a table back: the run undone, and the version restored.
UNDOES, RESTORED = "undoes", "restored"


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
    later = [b for b in every if b.order > run.order]
    now = versions(lake, tables.values())
    after = later[0].versions if later else now
    found = [
        Changed(tables[n], run.versions[n], after.get(n, now[n]))
        for n in sorted(tables)
        if n in run.versions and run.versions[n] != after.get(n, now[n])
    ]
    left = [c for c in found if not _stands(lake, c.table, now, c.before)]
    on_top = [c.table.name for c in left if not _stands(lake, c.table, now, c.after)]
    if on_top:
        raise PlanError(
            f"{', '.join(on_top)} was written again after run {run.run}.",
            f"Undo what came later first: {_last_writer(later, now, on_top)}, then ask again.",
        )
    return left


def _stands(lake: Path, table: Table, now: Mapping[str, int | None], wanted: int | None) -> bool:
    """Whether the table is what version ``wanted`` was, whatever number that has now."""
    path, at = lake / table.schema / table.last, now[table.name]
    return _original(path, at) == _original(path, wanted)


def _original(path: Path, version: int | None) -> int | None:
    """The version whose rows this one holds: an undo gives rows of old a new number."""
    while version is not None and (restored := said_of(path, version).get(RESTORED)) is not None:
        version = int(restored)
    return version


def _last_writer(later: list[Before], now: Mapping[str, int | None], names: list[str]) -> str:
    """The newest run after which one of the tables was another."""
    ends = [*(b.versions for b in later[1:]), now]
    return next(
        b.run
        for b, end in reversed(list(zip(later, ends, strict=True)))
        if any(b.versions.get(n) != end.get(n) for n in names)
    )


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
