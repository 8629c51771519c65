"""Damages whole deliveries: cut off, renamed, recoded or without a row."""

import csv
import io

from lakehouse.sample.layout import Delivery
from lakehouse.sample.writers import csv_text


def _grid(data: bytes, delivery: Delivery) -> list[list[str]]:
    text = data.decode(delivery.encoding, errors="surrogateescape").removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=delivery.delimiter))


def encoded(rows: list[list[str]], delivery: Delivery) -> bytes:
    """Header and rows as the bytes of one CSV file."""
    mark = b"\xef\xbb\xbf" if delivery.byte_order_mark else b""
    return mark + csv_text(rows, delivery)


def truncated(data: bytes, delivery: Delivery, share: float = 0.6) -> bytes:
    """The first `share` of the file, cut inside a row, as by a broken transfer.

    Raises ValueError when `share` is not between 0 and 1 or no data row can be cut.
    """
    if not 0 < share < 1:
        raise ValueError(f"share must lie between 0 and 1, got {share}.")
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        raise ValueError(f"{delivery.name} has no data row to cut. Damage a fuller file.")
    row = 1 + int((len(lines) - 2) * share)
    return b"".join(lines[:row]) + lines[row][: max(1, len(lines[row].rstrip(b"\n")) // 2)]


def column_renamed(data: bytes, delivery: Delivery, column: str, new: str) -> bytes:
    """The same file with one header name changed; ValueError when it has no such column."""
    rows = _grid(data, delivery)
    if not rows or column not in rows[0]:
        raise ValueError(
            f"{delivery.name} has no column {column}. It has {', '.join(rows[0] if rows else [])}."
        )
    rows[0][rows[0].index(column)] = new
    return encoded(rows, delivery)


def recoded(data: bytes, delivery: Delivery, encoding: str) -> bytes:
    """The same text in another encoding; what it cannot write becomes a question mark."""
    text = data.decode(delivery.encoding, errors="replace")
    return text.encode(encoding, errors="replace")


def emptied(data: bytes) -> bytes:
    """The header alone; of a blank file nothing."""
    return data.splitlines(keepends=True)[0] if data else b""


def damaged_files(data: bytes, delivery: Delivery) -> dict[str, bytes]:
    """The file damaged in each way once, by the name of the damage."""
    first = delivery.header[0]
    other = "utf-16" if delivery.encoding == "utf-8" else "utf-8"
    return {
        "truncated_file": truncated(data, delivery),
        "renamed_column": column_renamed(data, delivery, first, f"{first}_new"),
        "recoded_file": recoded(data, delivery, other),
        "header_only": emptied(data),
    }
