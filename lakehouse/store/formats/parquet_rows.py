"""Read a delivered Parquet file: every value as the text that Arrow spells it with."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.landed.staged import split_batch

# What Arrow raises for a damaged file; names of columns that are no UTF-8 break in Python.
DAMAGED = (pa.ArrowException, OSError, UnicodeDecodeError)


def parquet_headers(delivery: Delivery) -> list[str]:
    """The file's column names; raises :class:`DeliveryRefused` when it is damaged or cut off."""
    try:
        return list(pq.read_schema(delivery.path).names)
    except DAMAGED as error:
        raise _unreadable(delivery) from error


def parquet_batches(
    delivery: Delivery, headers: list[str], added: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Batches of ``schema``, the rows numbered from 1 in the order of the file."""
    start = 1
    try:
        with pq.ParquetFile(delivery.path) as file:
            for batch in file.iter_batches():
                # A damaged page may still be read, as texts that are no UTF-8.
                batch.validate(full=True)
                texts = {h: _as_text(delivery, h, batch.column(h)) for h in headers}
                known = [texts[c.header] for c in delivery.feed.columns]
                more = pa.table({h: texts[h] for h in added}).to_pylist() if added else []
                numbers = pa.array(range(start, start + batch.num_rows), pa.int64())
                yield split_batch(known, more, numbers, schema)
                start += batch.num_rows
    except DAMAGED as error:
        raise _unreadable(delivery) from error


def _as_text(delivery: Delivery, header: str, values: pa.Array) -> pa.Array:
    """Texts; a timestamp as 2022-09-30 23:58:00, with a fraction only where it has one."""
    try:
        texts = values.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        feed = delivery.feed
        raise DeliveryRefused(
            f"{feed.name}: {delivery.file} has the column {header} of type {values.type}, which "
            "has no text.",
            f"Ask {feed.owner} to deliver one plain value in each row.",
        ) from error
    if pa.types.is_timestamp(values.type):
        return pac.replace_substring_regex(texts, r"\.0+(Z?)$", r"\1")
    return texts


def _unreadable(delivery: Delivery) -> DeliveryRefused:
    # Arrow's message may quote what the file holds: it is not passed on.
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} cannot be read as Parquet: it is damaged or cut "
        "off.",
        f"Ask {delivery.feed.owner} to deliver it again.",
    )
