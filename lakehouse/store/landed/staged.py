"""A delivery on its way into the lake: a Parquet file of texts, every row numbered and stamped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.store.formats.delivery import Delivery

Stamp = Mapping[str, pa.Scalar]
Row = tuple[str | int | None, ...]
MOST_HELD = 16 << 20  # characters of rows that are held at once


@dataclass(frozen=True)
class Staged:
    """A delivery as Parquet: the contract's columns as strings, ``_more``, ``_raw``, ``_row``."""

    delivery: Delivery
    path: Path
    rows: int
    added: tuple[str, ...] = ()


def staged_schema(delivery: Delivery) -> pa.Schema:
    """The columns of a staged file."""
    names = [c.name for c in delivery.feed.columns]
    texts = [(n, pa.string()) for n in (*names, "_more", "_raw")]
    return pa.schema([*texts, ("_row", pa.int64())])


def split_batch(
    known: list[pa.Array], added: list[dict[str, Any]], numbers: pa.Array, schema: pa.Schema
) -> pa.RecordBatch:
    """Rows as delivered: the contract's columns, ``added`` ones as JSON (if any), the numbers."""
    none = pa.nulls(len(numbers), pa.string())
    more = pa.array([json.dumps(r, ensure_ascii=False) for r in added], pa.string())
    return pa.record_batch([*known, more if added else none, none, numbers], schema=schema)


def row_batches(rows: Iterator[Row], schema: pa.Schema, at_once: int) -> Iterator[pa.RecordBatch]:
    """Rows that were read one by one as batches of ``schema``, smaller ones where rows are long."""
    for chunk in _chunks(rows, at_once):
        columns = zip(*chunk, strict=True)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def _chunks(rows: Iterator[Row], at_once: int) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    size = 0
    for row in rows:
        chunk.append(row)
        size += sum(len(value) for value in row if isinstance(value, str))
        if len(chunk) == at_once or size > MOST_HELD:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def unsplit_batch(rows: list[tuple[int, str]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows that could not be split: their text and number, no column."""
    empty = [pa.nulls(len(rows), pa.string()) for _ in range(len(schema) - 2)]
    text = pa.array([t for _, t in rows], pa.string())
    return pa.record_batch([*empty, text, pa.array([n for n, _ in rows])], schema=schema)


def write(target: Path, batches: Iterator[pa.RecordBatch], stamp: Stamp) -> int:
    """Write the batches, each row with the values of ``stamp``; how many rows there were."""
    tables = (_stamped(batch, stamp) for batch in batches)
    first = next(tables, None)
    if first is None:
        return 0
    rows = 0
    with pq.ParquetWriter(target, first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)
            rows += table.num_rows
    return rows


def _stamped(batch: pa.RecordBatch, stamp: Stamp) -> pa.Table:
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    columns |= {name: pa.repeat(value, batch.num_rows) for name, value in stamp.items()}
    return pa.table(columns)


def stamp_of(delivery: Delivery, now: datetime, run: str) -> dict[str, pa.Scalar]:
    """What every row of a delivery says of where it came from, beside its partition."""
    return {
        "_file": pa.scalar(delivery.file),
        "_landed_at": pa.scalar(now, pa.timestamp("us", "UTC")),
        "_run": pa.scalar(run),
    }
