"""Read a damaged CSV file line by line, so that one open quote costs its own line and no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pyarrow as pa

from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import AsUtf8
from lakehouse.store.landed.staged import row_batches

AT_ONCE = 50_000


def line_batches(
    delivery: Delivery, headers: list[str], added: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Batches of ``schema``: a line that does not split into the header's fields goes to _raw.

    ``_row`` is the number of the line below the header. Slower than Arrow (every line passes
    through Python), so only for files in which Arrow met a line break that may not be there.
    """
    stream = io.BufferedReader(AsUtf8(delivery.open(), delivery.feed.encoding), 1 << 20)
    with io.TextIOWrapper(stream, "utf-8-sig", newline=None) as text:
        lines = enumerate((line.rstrip("\r\n") for line in text), start=0)
        next(lines, None)
        rows = (_row(delivery, headers, added, number, line) for number, line in lines)
        yield from row_batches(rows, schema, AT_ONCE)


def _row(
    delivery: Delivery, headers: list[str], added: list[str], number: int, line: str
) -> tuple[str | int | None, ...]:
    known = delivery.feed.columns
    quote = delivery.feed.quote
    try:
        (fields,) = csv.reader(
            [line],
            delimiter=delivery.feed.delimiter,
            quotechar=quote or None,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            strict=True,
        )
    except (csv.Error, ValueError):
        fields = []
    if len(fields) != len(headers):
        return (*(None for _ in known), None, line, number)
    value = dict(zip(headers, fields, strict=True))
    more = json.dumps({h: value[h] for h in added}, ensure_ascii=False) if added else None
    return (*(value[c.header] for c in known), more, None, number)
