"""What a Delta table's own log says of it: read without Spark, in milliseconds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deltalake import DeltaTable


def exists(path: Path) -> bool:
    """Whether there is a Delta table."""
    return bool(DeltaTable.is_deltatable(str(path)))


def version(path: Path) -> int | None:
    """The newest version, None where there is no table."""
    return DeltaTable(str(path)).version() if exists(path) else None


def rows(path: Path) -> int:
    """The number of rows; 0 where there is no table."""
    if not exists(path):
        return 0
    adds = DeltaTable(str(path)).get_add_actions(flatten=True)
    return int(sum(n or 0 for n in adds.column("num_records").to_pylist()))


def edges(path: Path, name: str, version: int | None = None) -> list[date]:
    """A statistic (``max.seen_on``) of every file that has it, by default of the newest version."""
    if not exists(path):
        return []
    adds = DeltaTable(str(path), version=version).get_add_actions(flatten=True)
    if name not in adds.schema.names:
        return []
    return [d for d in adds.column(name).to_pylist() if d is not None]


def parts(path: Path) -> list[dict[str, str]]:
    """The partitions; none where there is no table."""
    return DeltaTable(str(path)).partitions() if exists(path) else []
