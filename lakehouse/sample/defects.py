"""Damages whole deliveries: cut off, renamed, dropped, added, recoded or blank."""

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


def _position(rows: list[list[str]], column: str, delivery: Delivery) -> int:
    if not rows or column not in rows[0]:
        raise ValueError(
            f"{delivery.name} has no column {column}. It has {', '.join(rows[0] if rows else [])}."
        )
    return rows[0].index(column)


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
    at = _position(rows, column, delivery)
    rows[0][at] = new
    return encoded(rows, delivery)


def column_dropped(data: bytes, delivery: Delivery, column: str) -> bytes:
    """The same file without one column; ValueError when it has no such column."""
    rows = _grid(data, delivery)
    at = _position(rows, column, delivery)
    return encoded([row[:at] + row[at + 1 :] for row in rows], delivery)


def column_added(data: bytes, delivery: Delivery, column: str, value: str = "") -> bytes:
    """The same file with one more column at the end, `value` on every row.

    Raises ValueError when the column is there already or the file is blank.
    """
    rows = _grid(data, delivery)
    if not rows:
        raise ValueError(f"{delivery.name} is blank. Damage a fuller file.")
    if column in rows[0]:
        raise ValueError(f"{delivery.name} already has {column}. Choose another name.")
    return encoded([[*row, value if i else column] for i, row in enumerate(rows)], delivery)


def recoded(data: bytes, delivery: Delivery, encoding: str) -> bytes:
    """The same text in another encoding; what it cannot write becomes a question mark."""
    text = data.decode(delivery.encoding, errors="replace")
    return text.encode(encoding, errors="replace")


def blanked(data: bytes, delivery: Delivery, keep_header: bool = False) -> bytes:
    """No bytes at all, or the header alone."""
    return data.splitlines(keepends=True)[0] if keep_header and data else b""


def damaged_files(data: bytes, delivery: Delivery) -> dict[str, bytes]:
    """The file damaged in each way once, by the name of the damage: what a landing must meet."""
    first, last = delivery.header[0], delivery.header[-1]
    other = "utf-16" if delivery.encoding == "utf-8" else "utf-8"
    return {
        "truncated": truncated(data, delivery),
        "column_renamed": column_renamed(data, delivery, first, f"{first}_new"),
        "column_dropped": column_dropped(data, delivery, last),
        "column_added": column_added(data, delivery, "remark", "new"),
        "recoded": recoded(data, delivery, other),
        "header_only": blanked(data, delivery, keep_header=True),
        "blank": blanked(data, delivery),
    }
