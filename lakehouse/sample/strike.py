"""Makes one field of one row wrong."""

from datetime import datetime, timedelta

import numpy as np

from lakehouse.sample.layout import Column, Delivery, Style

Row = list[str]
# As raw bytes, so that a file in another encoding holds them as they are.
RAW_REPLACEMENT = "\udcef\udcbf\udcbd"
UNTYPED_ONLY = ("impossible_date", "text_in_number")


def _columns(delivery: Delivery, *styles: Style) -> list[Column]:
    return [c for c in delivery.columns if c.style in styles]


def targets(delivery: Delivery) -> dict[str, list[Column]]:
    """For every kind of defect the columns of the delivery that it can strike.

    Parquet has types, so that neither a word in place of a number nor 31 February fits in.
    """
    numbers, dates = _columns(delivery, "number"), _columns(delivery, "date")
    both = _columns(delivery, "lat") if _columns(delivery, "lon") else []
    end = delivery.interval[1] if delivery.interval else ""
    found = {
        "missing_key": [c for c in delivery.columns if c.key],
        "impossible_date": dates[:1],
        "future_date": [c for c in dates if c.name == delivery.happened],
        "end_before_start": [c for c in dates if c.name == end],
        "swapped_coordinates": both,
        "zero_coordinates": both,
        "unknown_code": [c for c in _columns(delivery, "code") if c.codes],
        "text_in_number": numbers + (both and _columns(delivery, "lat", "lon")),
        "negative_number": [c for c in numbers if c.low is not None and c.low >= 0],
        "over_maximum": [c for c in numbers if c.high is not None],
        "wrong_unit": [c for c in numbers if c.wrong_unit],
        "encoding_damage": _columns(delivery, "text"),
    }
    typed = delivery.format == "parquet"
    return {k: v for k, v in found.items() if v and not (typed and k in UNTYPED_ONLY)}


def struck(
    kind: str, column: Column, row: Row, delivery: Delivery, rng: np.random.Generator
) -> tuple[Row, str] | None:
    """The row with one field (or a pair of them) made wrong, and the name of what was struck.

    None when this row cannot carry the defect: the field is blank, or right in either unit.
    """
    at = delivery.header.index(column.name)
    if kind in ("swapped_coordinates", "zero_coordinates"):
        return _moved(kind, at, row, delivery)
    if kind == "end_before_start":
        wrong = _too_early(column, row, delivery, rng)
    elif not row[at] and kind != "encoding_damage":
        return None
    elif kind == "impossible_date":
        wrong = _bad_date(delivery.style_of(column), rng, row[at])
    elif kind == "future_date":
        style = delivery.style_of(column)
        wrong = datetime.strptime(row[at], style).replace(day=1, year=2061).strftime(style)
    else:
        wrong = _wrong_value(kind, column, row[at], delivery, rng)
    return None if wrong is None else ([*row[:at], wrong, *row[at + 1 :]], column.name)


def _moved(kind: str, at: int, row: Row, delivery: Delivery) -> tuple[Row, str] | None:
    east = _columns(delivery, "lon")[0]
    lon, row = delivery.header.index(east.name), list(row)
    if not row[at] or not row[lon]:
        return None
    swap = kind == "swapped_coordinates"
    row[at], row[lon] = (row[lon], row[at]) if swap else ("0.00000", "0.00000")
    return row, f"{delivery.header[at]}, {east.name}"


def _too_early(
    column: Column, row: Row, delivery: Delivery, rng: np.random.Generator
) -> str | None:
    first = delivery.interval[0] if delivery.interval else ""
    (start,) = [c for c in delivery.columns if c.name == first]
    begun = row[delivery.header.index(first)]
    if not begun:
        return None
    early = datetime.strptime(begun, delivery.style_of(start))
    early -= timedelta(days=int(rng.integers(2, 60)))
    return early.strftime(delivery.style_of(column))


def _bad_date(style: str, rng: np.random.Generator, value: str) -> str:
    if rng.random() < 0.3 or "%m" not in style:
        return "unknown"
    known = datetime.strptime(value, style)
    month = "02" if "%d" in style else "13"
    return known.replace(day=1).strftime(style.replace("%d", "31").replace("%m", month))


def _damaged_text(text: str, delivery: Delivery, rng: np.random.Generator) -> str:
    """`text` with a stray byte or a replacement character in it, as surrogate escapes.

    In ISO-8859-1 every byte is valid, so there only the three bytes of U+FFFD can be planted;
    formats that are always UTF-8 get the character itself.
    """
    stray = "\udce9" if delivery.encoding == "utf-8" and rng.random() < 0.5 else RAW_REPLACEMENT
    place = int(rng.integers(0, len(text) + 1))
    return text[:place] + (stray if delivery.format == "csv" else "\ufffd") + text[place:]


def _wrong_value(
    kind: str, column: Column, value: str, delivery: Delivery, rng: np.random.Generator
) -> str | None:
    if kind == "missing_key":
        return ""
    if kind == "unknown_code":
        return f"X{rng.integers(10, 100)}"
    if kind == "text_in_number":
        # Two items of one visit struck with the same word would become equal rows.
        return f"note {rng.integers(1, 100)}"
    if kind == "encoding_damage":
        return _damaged_text(value, delivery, rng)
    if kind == "negative_number":
        return f"{-float(value) - 1:.{column.decimals}f}"
    if kind == "over_maximum":
        return f"{(column.high or 0) + rng.integers(1, 60):.{column.decimals}f}"
    return _in_other_unit(column, float(value))


def _in_other_unit(column: Column, value: float) -> str | None:
    factor, offset = column.wrong_unit or (1.0, 0.0)
    other = round(value * factor + offset, column.decimals)
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    return None if low <= other <= high else f"{other:.{column.decimals}f}"
