"""Read a delivered CSV file with Arrow: every value a text, every row with its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.csv as pc

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import AsUtf8
from lakehouse.store.landed.staged import split_batch, unsplit_batch


class LineBreakFound(Exception):
    """A value holds a line break although the contract allows none."""


@dataclass
class _Unsplit:
    """Rows whose number of fields differs from the header's, as the reader meets them."""

    rows: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, row: pc.InvalidRow) -> str:
        self.rows.append((row.number - 1, row.text))
        return "skip"


def _options(delivery: Delivery, handler: Any) -> dict[str, Any]:
    return {
        "read_options": pc.ReadOptions(use_threads=False, block_size=8 << 20),
        "parse_options": pc.ParseOptions(
            delimiter=delivery.feed.delimiter,
            quote_char=delivery.feed.quote or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=handler,
        ),
    }


def _open(delivery: Delivery) -> BinaryIO | AsUtf8:
    clean_utf8 = delivery.bad_byte is None and delivery.feed.encoding.lower() in ("utf-8", "utf8")
    stream = delivery.open()
    return stream if clean_utf8 else AsUtf8(stream, delivery.feed.encoding)


def csv_headers(delivery: Delivery) -> list[str]:
    """The fields of the first line; raises :class:`DeliveryRefused` when there is none."""
    try:
        options = _options(delivery, lambda row: "skip")
        with _open(delivery) as stream, pc.open_csv(stream, **options) as reader:
            return list(reader.schema.names)
    except pa.ArrowInvalid as error:
        raise _unreadable(delivery, error) from error


def csv_batches(
    delivery: Delivery, headers: list[str], added: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Batches of ``schema``; a row that does not split into the header's fields goes to _raw.

    Raises :class:`LineBreakFound` where a value holds a line break that the contract does not
    allow: a quote was probably never closed, and the caller must read line by line.
    """
    unsplit, taken, start = _Unsplit(), 0, 1
    options = _options(delivery, unsplit)
    options["convert_options"] = pc.ConvertOptions(
        column_types={h: pa.string() for h in headers}, strings_can_be_null=False
    )
    try:
        with _open(delivery) as stream, pc.open_csv(stream, **options) as reader:
            for batch in reader:
                if not delivery.feed.line_breaks and _has_line_break(batch):
                    raise LineBreakFound
                numbers = _numbers(start, batch.num_rows, [n for n, _ in unsplit.rows])
                if len(numbers):
                    start = int(numbers[-1]) + 1
                yield _renamed(delivery, batch, added, numbers, schema)
                if len(unsplit.rows) > taken:
                    yield unsplit_batch(unsplit.rows[taken:], schema)
                    taken = len(unsplit.rows)
    except pa.ArrowInvalid as error:
        if not delivery.feed.line_breaks:
            raise LineBreakFound from error
        raise _unreadable(delivery, error) from error
    if not delivery.feed.line_breaks and any(
        # Arrow hands a row over without its own end: any break is within an open quote.
        mark in text
        for _, text in unsplit.rows
        for mark in "\r\n"
    ):
        raise LineBreakFound
    rest = unsplit.rows[taken:]
    if rest:
        yield unsplit_batch(rest, schema)


def _has_line_break(batch: pa.RecordBatch) -> bool:
    return any(
        pac.any(pac.match_substring(c, mark)).as_py() for c in batch.columns for mark in "\r\n"
    )


def _numbers(start: int, rows: int, unsplit: list[int]) -> np.ndarray:
    """Numbers of the next ``rows`` good rows from ``start``, leaving out the unsplit ones."""
    reach = np.arange(start, start + rows + len(unsplit))
    return reach[~np.isin(reach, unsplit)][:rows]


def _renamed(
    delivery: Delivery,
    batch: pa.RecordBatch,
    added: list[str],
    numbers: np.ndarray,
    schema: pa.Schema,
) -> pa.RecordBatch:
    columns = [batch.column(c.header) for c in delivery.feed.columns]
    more = batch.select(added).to_pylist() if added else []
    return split_batch(columns, more, pa.array(numbers), schema)


def _unreadable(delivery: Delivery, error: Exception) -> DeliveryRefused:
    # Arrow's message may quote the row: only its kind is passed on.
    kind = str(error).split(":")[0][:60]
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} cannot be read as CSV ({kind}).",
        f"Check delimiter and quoting against {delivery.feed.contract}.",
    )
