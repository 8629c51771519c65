"""Makes one field of one row wrong."""

from datetime import datetime, timedelta

import numpy as np

from lakehouse.sample.layout import Column, Delivery, Style

Row = list[str]


def _columns(delivery: Delivery, *styles: Style) -> list[Column]:
    return [c for c in delivery.columns if c.style in styles]


def targets(delivery: Delivery) -> dict[str, list[Column]]:
    """For every kind of defect the columns of the delivery that it can strike."""
    numbers, dates = _columns(delivery, "number"), _columns(delivery, "date")
    both = _columns(delivery, "lat")
    end = delivery.interval[1] if delivery.interval else ""
    return {
        "missing_key": [c for c in delivery.columns if c.key],
        "impossible_date": dates[:1],
        "future_date": [c for c in dates if c.name == delivery.happened],
        "end_before_start": [c for c in dates if c.name == end],
        "swapped_coordinates": both,
        "zero_coordinates": both,
        "unknown_code": _columns(delivery, "code"),
        "text_in_number": numbers + _columns(delivery, "lat", "lon"),
        "negative_number": [c for c in numbers if c.low is not None],
        "over_maximum": [c for c in numbers if c.high is not None],
        "encoding_damage": _columns(delivery, "text"),
    }


def _damaged_text(text: str, delivery: Delivery, rng: np.random.Generator) -> str:
    """`text` with a stray byte or a replacement character in it, as surrogate escapes.

    In ISO-8859-1 every byte is valid, so there only the three bytes of U+FFFD can be planted.
    """
    replacement = "\udcef\udcbf\udcbd"
    stray = "\udce9" if delivery.encoding == "utf-8" and rng.random() < 0.5 else replacement
    place = int(rng.integers(0, len(text) + 1))
    return text[:place] + stray + text[place:]


def _bad_date(style: str, rng: np.random.Generator, year: int) -> str:
    if rng.random() < 0.3:
        return "unknown"
    return datetime(year, 1, 1, 3, 15).strftime(style.replace("%d", "31").replace("%m", "02"))


def struck(
    kind: str, column: Column, row: Row, delivery: Delivery, rng: np.random.Generator
) -> tuple[Row, str]:
    """The row with one field (or a pair of them) made wrong, and the name of what was struck."""
    row, at = list(row), delivery.header.index(column.name)
    style = delivery.date_style
    if kind == "missing_key":
        row[at] = ""
    elif kind == "impossible_date":
        row[at] = _bad_date(style, rng, datetime.strptime(row[at], style).year)
    elif kind == "future_date":
        row[at] = datetime.strptime(row[at], style).replace(day=1, year=2061).strftime(style)
    elif kind == "end_before_start":
        start = row[delivery.header.index(delivery.interval[0])] if delivery.interval else ""
        early = datetime.strptime(start, style) - timedelta(days=int(rng.integers(2, 60)))
        row[at] = early.strftime(style)
    elif kind in ("swapped_coordinates", "zero_coordinates"):
        lon = delivery.header.index("lon")
        swap = kind == "swapped_coordinates"
        row[at], row[lon] = (row[lon], row[at]) if swap else ("0.00000", "0.00000")
        return row, "lat, lon"
    else:
        row[at] = _wrong_value(kind, column, row[at], delivery, rng)
    return row, column.name


def _wrong_value(
    kind: str, column: Column, value: str, delivery: Delivery, rng: np.random.Generator
) -> str:
    if kind == "unknown_code":
        return f"X{rng.integers(10, 100)}"
    if kind == "text_in_number":
        # Two items of one visit struck with the same word would become equal rows.
        return f"note {rng.integers(1, 100)}"
    if kind == "negative_number":
        return f"{-float(value) - 1:.{column.decimals}f}"
    if kind == "over_maximum":
        return f"{(column.high or 0) + rng.integers(1, 60):.{column.decimals}f}"
    return _damaged_text(value, delivery, rng)
