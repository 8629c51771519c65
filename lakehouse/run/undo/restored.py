"""Put a table back as a new commit of Delta, and what was remembered of it with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from deltalake import CommitProperties, DeltaTable
from deltalake.exceptions import DeltaError

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.undo.before import Before
from lakehouse.run.undo.changed import RESTORED, UNDOES, Changed
from lakehouse.store.delta import delta_log
from lakehouse.store.lineage import said_of
from lakehouse.store.state import Made, remember


def restore(lake: Path, changed: Changed, undoes: str, run: str) -> str:
    """Make the table what it was before, in one commit; what was done, in words.

    A table that was not there is put aside, below ``_undone``; nothing is deleted. Raises
    :class:`PromiseBroken` when Delta no longer has the files of that version.
    """
    table = changed.table
    path = lake / table.schema / table.last
    if changed.before is None:
        aside = lake / "_undone" / undoes / table.schema / table.last
        aside.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, aside)
        return f"{table.name}: was not there before, put aside in {aside}"
    marks = {"run": run, UNDOES: undoes, RESTORED: changed.before}
    about = said_of(path, changed.before) | marks
    said = CommitProperties({"userMetadata": json.dumps(about)})
    try:
        DeltaTable(str(path)).restore(changed.before, commit_properties=said)
    except (DeltaError, OSError) as error:
        raise PromiseBroken(
            f"{table.name} cannot be put back to version {changed.before}: its files are gone.",
            "citylake run computes it anew.",
        ) from error
    now = delta_log.version(path)
    return f"{table.name}: v{now} is what v{changed.before} was (v{changed.after} is undone)"


def forget_states(lake: Path, names: Iterable[str]) -> None:
    """Let go of what tables were made of: after a kill all of them are computed again."""
    for name in names:
        (lake / "_state" / f"{name}.json").unlink(missing_ok=True)


def restore_states(lake: Path, before: Before, catalogue: Catalogue, names: Iterable[str]) -> None:
    """Remember again what tables were made of before, under their new version numbers.

    What a step reads has a new number too, so that it is computed again where that is due.
    """
    fills = {f.name: f.fills for f in catalogue.feeds}
    for name in names:
        made = _saved(before.states / f"{name}.json")
        table = catalogue.tables.get(fills.get(name, name))
        version = _version(lake, table) if table else None
        if made is None or version is None:
            continue
        facts = dict(made.facts)
        if isinstance(facts.get("versions"), dict):
            facts["versions"] = {
                n: _version(lake, catalogue.tables[n])
                for n in facts["versions"]
                if n in catalogue.tables
            }
        remember(lake, name, replace(made, version=version, facts=facts))


def states_of(catalogue: Catalogue, changed: Iterable[Table]) -> list[str]:
    """Under which names it is remembered what these tables were made of: steps, feeds, tables."""
    names = {t.name for t in changed}
    steps = [s.writes.name for s in catalogue.steps if names & {t.name for t in s.outputs}]
    feeds = [f.name for f in catalogue.feeds if f.fills in names]
    own = [n for n in names if n.startswith("governance.")]
    return sorted({*steps, *feeds, *own})


def _saved(file: Path) -> Made | None:
    try:
        return Made(**json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _version(lake: Path, table: Table) -> int | None:
    return delta_log.version(lake / table.schema / table.last)
