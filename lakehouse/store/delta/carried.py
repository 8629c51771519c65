"""The files of a table that stay when rows are added: without the rows that go, and never many."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq
from deltalake import DeltaTable

MANY = 24  # files; Spark lists up to 32 of them without a job of its own
LARGE = 8  # of many files so many stay as they are, the others become one

# Which rows of a table with the columns asked for go.
Goes = Callable[[pa.Table], pa.ChunkedArray]


@dataclass(frozen=True)
class Carried:
    """``stay`` are left as they are, ``fresh`` written anew in place of ``gone`` (log's names)."""

    stay: list[Path]
    fresh: list[Path] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        return [*self.stay, *self.fresh]


def carry(
    table: Path, goes: Goes | None, columns: Sequence[str], part: str | None = None
) -> Carried:
    """What becomes of the table's files (of the partition ``part`` alone) when ``goes`` rows go.

    Only files that hold such a row are written again. Of many files the smaller ones become one,
    so that every row is written again a few times in its life, however often rows are added.
    Nothing is visible before it is committed.
    """
    found = _files(table, part)
    hit = {name for name in found if goes and _holds(table / unquote(name), goes, columns)}
    few = _smaller(found) if len(found) > MANY else set()
    again = [name for name in found if name in hit | few]
    folder = table / f"data-{uuid.uuid4().hex}"
    if part:
        folder /= part
    fresh: list[Path] = []
    alone = [[name] for name in again if name not in few]
    for names in [*alone, *([[n for n in again if n in few]] if few else [])]:
        target = folder / f"{uuid.uuid4().hex}.parquet"
        if _written(target, (table / unquote(n) for n in names), goes):
            fresh.append(target)
    return Carried([table / unquote(n) for n in found if n not in again], fresh, again)


def rows_of(values: Iterable[tuple[str, int]]) -> Goes:
    """The rows that came from these (file, row), told by their columns ``_file`` and ``_row``."""
    gone = pa.array([f"{file}\0{row}" for file, row in values], pa.string())

    def goes(rows: pa.Table) -> pa.ChunkedArray:
        number = pac.cast(rows["_row"], pa.string())
        named = pac.binary_join_element_wise(pac.cast(rows["_file"], pa.string()), number, "\0")
        return pac.fill_null(pac.is_in(named, value_set=gone), False)

    return goes


def of_days(column: str, days: Collection[date]) -> Goes:
    """The rows of these days, told by a column of dates."""
    gone = pa.array(sorted(days), pa.date32())

    def goes(rows: pa.Table) -> pa.ChunkedArray:
        return pac.fill_null(pac.is_in(rows[column], value_set=gone), False)

    return goes


def _files(table: Path, part: str | None) -> dict[str, int]:
    """Rows of each file, by the name that the log has for it."""
    adds = DeltaTable(str(table)).get_add_actions(flatten=True)
    names, rows = adds.column("path").to_pylist(), adds.column("num_records").to_pylist()
    inside = f"/{part}/" if part else "/"
    return {n: r or 0 for n, r in zip(names, rows, strict=True) if inside in f"/{unquote(n)}"}


def _smaller(files: dict[str, int]) -> set[str]:
    return set(sorted(files, key=lambda name: (files[name], name))[:-LARGE])


def _holds(file: Path, goes: Goes, columns: Sequence[str]) -> bool:
    return bool(pac.any(goes(pq.read_table(file, columns=list(columns)))).as_py())


def _written(target: Path, files: Iterable[Path], goes: Goes | None) -> bool:
    """Write the rows of ``files`` that stay, one row group after another; whether there are any."""
    writer: pq.ParquetWriter | None = None
    for file in files:
        source = pq.ParquetFile(file)
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group)
            kept = rows.filter(pac.invert(goes(rows))) if goes else rows
            if not kept.num_rows:
                continue
            if writer is None:
                target.parent.mkdir(parents=True, exist_ok=True)
                writer = pq.ParquetWriter(target, kept.schema, compression="zstd")
            writer.write_table(kept)
    if writer is None:
        return False
    writer.close()
    return True
