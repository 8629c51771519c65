"""Read a delivered Parquet file: every value as the text that Arrow spells it with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import most_unpacked, too_much
from lakehouse.store.formats.pieces import pieces, rows_at_once, smallest
from lakehouse.store.landed.staged import split_batch

# What Arrow raises for a damaged file; names of columns that are no UTF-8 break in Python.
DAMAGED = (pa.ArrowException, OSError, UnicodeDecodeError)


def parquet_headers(delivery: Delivery) -> list[str]:
    """The file's column names; raises :class:`DeliveryRefused` when it is damaged or cut off."""
    try:
        with delivery.open() as stream:
            return list(pq.read_schema(stream).names)
    except DAMAGED as error:
        raise _unreadable(delivery) from error


def parquet_batches(
    delivery: Delivery, headers: list[str], added: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Batches of ``schema``, the rows numbered from 1 in the order of the file.

    Raises :class:`DeliveryRefused` for a damaged file, a column that has no text, and rows that
    become more text than the file may unpack to (:func:`most_unpacked`).
    """
    start, most = 1, most_unpacked(delivery.feed, delivery.size)
    left = most
    try:
        with delivery.open() as stream, _opened(delivery, stream, most) as file:
            at_once = rows_at_once(file.schema_arrow)
            for batch in file.iter_batches(at_once):
                # A damaged page may still be read, as texts that are no UTF-8.
                batch.validate(full=True)
                for piece, size in pieces(batch):
                    left -= size
                    if left < 0:
                        raise too_much(delivery.feed, delivery.file, most)
                    texts = {h: _as_text(delivery, h, piece.column(h)) for h in headers}
                    known = [texts[c.header] for c in delivery.feed.columns]
                    more = pa.table({h: texts[h] for h in added}).to_pylist() if added else []
                    numbers = pa.array(range(start, start + piece.num_rows), pa.int64())
                    yield split_batch(known, more, numbers, schema)
                    start += piece.num_rows
    except DAMAGED as error:
        raise _unreadable(delivery) from error


def _opened(delivery: Delivery, stream: BinaryIO, most: int) -> pq.ParquetFile:
    """The file, its texts left as entries of a list, so that they can be measured unrepeated.

    What the footer claims is looked at first: unpacked pages, and rows at their smallest.
    """
    said = pq.read_metadata(stream)
    groups = (said.row_group(n).total_byte_size for n in range(said.num_row_groups))
    columns = pq.read_schema(stream)
    for column in columns:
        if pa.types.is_nested(column.type):
            raise _no_text(delivery, column.name, column.type)
    if max(sum(groups), said.num_rows * smallest(columns)) > most:
        raise too_much(delivery.feed, delivery.file, most)
    return pq.ParquetFile(stream, read_dictionary=columns.names)


def _as_text(delivery: Delivery, header: str, values: pa.Array) -> pa.Array:
    """Texts; a timestamp as 2022-09-30 23:58:00, with a fraction only where it has one."""
    try:
        texts = values.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise _no_text(delivery, header, values.type) from error
    if pa.types.is_timestamp(values.type):
        return pac.replace_substring_regex(texts, r"\.0+(Z?)$", r"\1")
    return texts


def _no_text(delivery: Delivery, header: str, kind: pa.DataType) -> DeliveryRefused:
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} has the column {header} of type {kind}, which "
        "has no text.",
        f"Ask {delivery.feed.owner} to deliver one plain value in each row.",
    )


def _unreadable(delivery: Delivery) -> DeliveryRefused:
    # Arrow's message may quote what the file holds: it is not passed on.
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} cannot be read as Parquet: it is damaged or cut "
        "off.",
        f"Ask {delivery.feed.owner} to deliver it again.",
    )
