"""The largest value of a column that landed, and whether rows are new beside what landed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import DeltaTable

from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.delta import delta_log
from lakehouse.store.formats.records import WHOLE_NUMBERS

NUMBER = r"^-?[0-9]{1,19}$"
# Not 'infinity' and no year before Christ: such a mark would hide all that comes.
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?([+]00)?)?$"


def landed(lake: Path, feed: Feed, column: FeedColumn) -> str | None:
    """The largest value of ``column`` in the feed's landed table, as text; None before any."""
    path = _path(lake, feed)
    if not delta_log.exists(path):
        return None
    best: str | None = None
    for batch in _dataset(path).to_batches(columns=[column.name]):
        best = larger(column, best, largest(column, batch.column(0)))
    return best


def largest(column: FeedColumn, texts: pa.Array) -> str | None:
    """The largest number or moment among texts; others do not count."""
    number = column.type in WHOLE_NUMBERS
    kept = texts.filter(pac.match_substring_regex(texts, NUMBER if number else MOMENT))
    if not len(kept):
        return None
    # Moments that PostgreSQL spells sort as texts do.
    found = pac.max(pac.cast(kept, pa.decimal128(19, 0)) if number else kept).as_py()
    return str(found)


def larger(column: FeedColumn, one: str | None, other: str | None) -> str | None:
    """The larger of two such values; None is smaller than any."""
    both = [value for value in (one, other) if value is not None]
    return max(both, key=int if column.type in WHOLE_NUMBERS else str, default=None)


def all_landed(lake: Path, feed: Feed, column: FeedColumn, staged: Path, newest: str) -> bool:
    """Whether every row of a staged file landed before; ``newest`` is the largest that did."""
    rows = pq.ParquetFile(staged)
    marks: set[Any] = set()
    for batch in rows.iter_batches(columns=[column.name]):
        found = batch.column(0)
        if larger(column, newest, largest(column, found)) != newest:
            return False
        marks.update(found.unique().to_pylist())
    names = [*(c.name for c in feed.columns), "_more"]
    near = ds.field(column.name).isin(list(marks))
    there = _dataset(_path(lake, feed)).to_batches(columns=names, filter=near)
    known = {_row(r) for batch in there for r in batch.to_pylist()}
    return all(_row(r) in known for b in rows.iter_batches(columns=names) for r in b.to_pylist())


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    more = json.loads(row["_more"]) if row["_more"] else {}
    return (*(v for n, v in row.items() if n != "_more"), *sorted(more.items()))


def _path(lake: Path, feed: Feed) -> Path:
    return lake / feed.landed.schema / feed.landed.last


def _dataset(path: Path) -> ds.Dataset:
    return DeltaTable(str(path)).to_pyarrow_dataset()
