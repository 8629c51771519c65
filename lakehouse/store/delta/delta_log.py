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


def rows(path: Path, part: tuple[str, str] | None = None) -> int:
    """The number of rows (of the partition ``part``: column, value); 0 where there is no table."""
    if not exists(path):
        return 0
    adds = DeltaTable(str(path)).get_add_actions(flatten=True)
    counts = adds.column("num_records").to_pylist()
    if part is None:
        return int(sum(n or 0 for n in counts))
    name = f"partition.{part[0]}"
    # A table without a file has no such column.
    found = adds.column(name).to_pylist() if name in adds.schema.names else []
    return int(sum(n or 0 for n, value in zip(counts, found, strict=False) if value == part[1]))


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
