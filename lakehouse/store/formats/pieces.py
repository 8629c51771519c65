"""How much text rows of Arrow would become, known before they are written out as text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pac

MOST_ROWS = 10_000
PIECE = 16 << 20  # bytes of text held at once, of more than one row
TEXTS = (
    *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    *(pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view),
)
VALUE = 16  # bytes: about what a number, a moment or an entry's number takes in memory


def rows_at_once(columns: pa.Schema) -> int:
    """How many rows to read at once, so that values of a fixed width stay within a piece."""
    return max(1, min(MOST_ROWS, PIECE // max(1, sum(VALUE + _fixed(c.type) for c in columns))))


def smallest(columns: pa.Schema) -> int:
    """Bytes of text that a row has at least: each value its end, bytes of fixed width all."""
    return sum(1 + _fixed(c.type) for c in columns)


def pieces(batch: pa.RecordBatch) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The rows in pieces of at most 16 MiB of text, or of one row, each with its bytes of text.

    The batch's texts may be entries of a list (dictionary encoded): a long one that every row
    repeats is small here, and is counted as often as it stands there.
    """
    widths = np.full(batch.num_rows, smallest(batch.schema), dtype=np.int64)
    for column in batch.columns:
        widths += _lengths(column)
    reach = np.cumsum(widths)
    start = 0
    while start < batch.num_rows:
        before = int(reach[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(reach, before + PIECE, "right")))
        yield batch.slice(start, end - start), int(reach[end - 1]) - before
        start = end


def _fixed(kind: pa.DataType) -> int:
    if pa.types.is_dictionary(kind):
        return _fixed(kind.value_type)
    return kind.byte_width if pa.types.is_fixed_size_binary(kind) else 0


def _lengths(values: pa.Array) -> np.ndarray:
    """Bytes of each value of a column of texts, 0 for other columns: their values are short."""
    if pa.types.is_dictionary(values.type):
        each = np.append(_lengths(values.dictionary), 0)  # the last one is of what is missing
        places = pac.fill_null(values.indices.cast(pa.int64()), len(each) - 1)
        return np.asarray(each[places.to_numpy()])
    if not any(test(values.type) for test in TEXTS):
        return np.zeros(len(values), dtype=np.int64)
    lengths = pac.fill_null(pac.binary_length(values), 0).cast(pa.int64())
    return np.asarray(lengths.to_numpy())
