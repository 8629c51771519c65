"""What a lake was like before a run: the version of every table, and what each was made of."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lakehouse.declare.errors import NotFound, did_you_mean
from lakehouse.declare.table import Table
from lakehouse.store.delta import delta_log
from lakehouse.tables.governance import model_move, run_step

KEPT = 100  # runs that can be undone
# What happened did happen; MLflow's aliases are where the last move put them.
LOGS = (run_step, model_move)


@dataclass(frozen=True)
class Before:
    """The lake before ``run``: versions by table (None: not there), the folder of its states.

    ``order`` counts the runs: the names of two that began in one second do not tell their order.
    """

    run: str
    order: int
    command: str
    versions: Mapping[str, int | None]
    states: Path


def undoable(tables: Iterable[Table]) -> dict[str, Table]:
    """The tables that can be put back: landed rows stay, and so do the logs of what happened."""
    return {t.name: t for t in tables if t.schema != "landed" and t not in LOGS}


def versions(lake: Path, tables: Iterable[Table]) -> dict[str, int | None]:
    """The newest version of each table by name, None where it is not there."""
    return {t.name: delta_log.version(lake / t.schema / t.last) for t in tables}


def keep_before(lake: Path, run: str, command: str, tables: Iterable[Table]) -> None:
    """Keep what the lake is like now, whole or not at all; what the oldest runs kept is let go."""
    home = lake / "_runs"
    part, folder = home / f".{run}.before", home / f"{run}.before"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    if (lake / "_state").is_dir():
        shutil.copytree(lake / "_state", part / "state", ignore=shutil.ignore_patterns("*.part"))
    every = kept(lake)
    order = every[-1].order + 1 if every else 1
    now = versions(lake, undoable(tables).values())
    told = {"order": order, "command": command, "versions": now}
    (part / "before.json").write_text(json.dumps(told), "utf-8")
    os.replace(part, folder)
    for old in every[: max(0, len(every) + 1 - KEPT)]:
        shutil.rmtree(old.states.parent, ignore_errors=True)


def kept(lake: Path) -> list[Before]:
    """What is kept, the oldest run first."""
    found = [_read(folder) for folder in (lake / "_runs").glob("[!.]*.before")]
    return sorted(found, key=lambda b: b.order)


def _read(folder: Path) -> Before:
    told = json.loads((folder / "before.json").read_text("utf-8"))
    run = folder.name.removesuffix(".before")
    return Before(run, told["order"], told["command"], told["versions"], folder / "state")


def before(every: list[Before], run: str) -> Before:
    """What was kept of ``run``; raises :class:`NotFound`."""
    found = next((b for b in every if b.run == run), None)
    if found is None:
        names = [b.run for b in every]
        raise NotFound(
            f"Nothing is kept of a run {run}{did_you_mean(run, names)}.",
            f"The last runs are: {', '.join(names[-5:]) or 'none'}; the last {KEPT} can be undone.",
        )
    return found
