"""A released Parquet file as the CSV that PostgreSQL copies in, values of the declared types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from lakehouse.declare.column import Column
from lakehouse.store.database.shape import TYPES
from lakehouse.store.delta.once import ARROW as ARROW_TYPES

# PostgreSQL has no integer of one byte.
ARROW = ARROW_TYPES | {"tinyint": pa.int16()}


def copied(parquet: Path, declared: Iterable[Column], file: Path) -> tuple[dict[str, str], int]:
    """Write the rows of ``parquet`` to ``file``; PostgreSQL's type of each column, and the rows.

    Columns that are not ``declared`` have the type of the file, text where we know no better.
    """
    rows = pq.read_table(parquet)
    types = {c.name: c.type for c in declared}
    kinds = {f.name: types.get(f.name) or _kind(f.type) for f in rows.schema}
    columns = [_column(rows.column(name), kind) for name, kind in kinds.items()]
    pcsv.write_csv(pa.table(columns, names=list(kinds)), file)
    return {name: TYPES[kind] for name, kind in kinds.items()}, rows.num_rows


def _kind(type_: pa.DataType) -> str:
    return next((kind for kind, known in ARROW.items() if known == type_), "string")


def _column(values: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    if kind == "array<string>":
        return pa.chunked_array([pa.array(map(_array, values.to_pylist()), pa.string())])
    made = values.cast(ARROW[kind])
    # PostgreSQL's text holds every character but this one.
    return pac.replace_substring(made, "\0", "") if kind == "string" else made


def _array(items: list[str | None] | None) -> str | None:
    """A list as PostgreSQL spells it."""
    if items is None:
        return None
    spelt = ("NULL" if item is None else _quoted(item) for item in items)
    return "{" + ",".join(spelt) + "}"


def _quoted(item: str) -> str:
    plain = item.replace("\0", "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
