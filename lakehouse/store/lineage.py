"""What a version of a table was made from, followed through Delta's own logs to the deliveries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deltalake import DeltaTable


@dataclass
class Lineage:
    """All that one version of a table was made from.

    ``tables`` are the versions read, the table's own included; ``data`` names by landed feed a
    hash of its deliveries; ``rules`` by table the fingerprint of code and declarations that made
    it, '' where its commit does not say; ``days`` the as-of day of each table that has one.
    """

    tables: dict[str, int] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)


def lineage(lake: Path, name: str, version: int) -> Lineage:
    """Follow what commits say they read, from ``name`` at ``version`` up to the deliveries."""
    found = Lineage()
    queue = [(name, version)]
    while queue:
        table, at = queue.pop()
        if table in found.tables:
            continue
        found.tables[table] = at
        schema, last = table.split(".")
        path = lake / schema / last
        if schema == "landed":
            found.data[last] = _deliveries(path, at)
            continue
        about = said_of(path, at)
        _leaf(found, table, at, about)
        reads = (text.rpartition("@") for text in about.get("reads", []))
        queue += [(read, int(number)) for read, _, number in reads]
    return found


def _leaf(found: Lineage, table: str, at: int, about: dict[str, Any]) -> None:
    """Note by which rules a table was made; of the platform's own only the version says so."""
    if table.startswith("governance."):
        kind = found.rules if table == "governance.table_column" else found.data
        kind[table] = f"version {at}"
        return
    found.rules[table] = str(about.get("rules", ""))
    if about.get("as_of"):
        found.days[table] = str(about["as_of"])


def said_of(path: Path, version: int) -> dict[str, Any]:
    """What was kept with a commit of the table at ``path``; empty where nothing is known."""
    try:
        lines = (path / "_delta_log" / f"{version:020}.json").read_text("utf-8").splitlines()
        said = next(line["commitInfo"] for line in map(json.loads, lines) if "commitInfo" in line)
        about = json.loads(said.get("userMetadata", "{}"))
    except (OSError, ValueError, StopIteration):
        return {}
    return about if isinstance(about, dict) else {}


def _deliveries(path: Path, version: int) -> str:
    """A hash of the deliveries that a landed table holds: its partitions, in any order."""
    parts = DeltaTable(str(path), version=version).partitions()
    told = sorted(json.dumps(part, sort_keys=True) for part in parts)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
