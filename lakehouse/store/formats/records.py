"""Rows that come as names and values: each value as the text that a CSV file would hold."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from lakehouse.declare.feed import FeedColumn
from lakehouse.store.formats.delivery import Delivery

Row = tuple[str | int | None, ...]
WHOLE_NUMBERS = ("tinyint", "smallint", "int", "bigint")
DIGITS = 19  # of the largest bigint


class Records:
    """Makes rows of records and remembers every name that some record had, in their order."""

    def __init__(self, delivery: Delivery) -> None:
        self._columns = delivery.feed.columns
        self._known = {c.header for c in self._columns}
        self.names: dict[str, None] = {}

    def row(self, record: dict[str, Any], number: int) -> Row:
        """A record's values by the contract, the names it does not know as JSON in ``_more``."""
        for name in record:
            if name not in self.names:
                self.names[name] = None
        known = (spelt(record.get(c.header), c) for c in self._columns)
        more = {k: spelt(v) for k, v in record.items() if k not in self._known}
        said = well_formed(json.dumps(more, ensure_ascii=False)) if more else None
        return (*known, said, None, number)

    def unsplit(self, text: str | None, number: int) -> Row:
        """What is no record, kept whole in ``_raw``."""
        return (*(None for _ in self._columns), None, text, number)


def spelt(value: Any, column: FeedColumn | None = None) -> str | None:
    """A value as text: numbers with their own digits, days in ISO 8601, what is nested as JSON.

    ``column`` decides what a format that knows fewer types leaves open: a whole number delivered
    as 12.0 is 12, and midnight in a column of moments has its time.
    """
    kind = column.type if column else "string"
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, Decimal):
        whole = kind in WHOLE_NUMBERS and value.adjusted() < DIGITS and value == int(value)
        return str(int(value)) if whole else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date | time | timedelta):
        return _time_spelt(value, kind)
    return well_formed(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float))


def _time_spelt(value: date | time | timedelta, kind: str) -> str:
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00" if kind == "timestamp" else value.isoformat()
    return value.isoformat("seconds")


def well_formed(text: str) -> str:
    """The text with U+FFFD for half of a surrogate pair, which JSON can say and UTF-8 cannot."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
