"""A published table as a spreadsheet: formatted, with its dictionary, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from lakehouse.declare.column import Column
from lakehouse.declare.table import Result
from lakehouse.portal.said.figures import known
from lakehouse.run.harmless_text import RUN

# Limits of the file format (ECMA-376 as Excel keeps it).
MOST_ROWS, MOST_LETTERS, MOST_IN_NAME = 1_048_575, 32_767, 31
NARROW, WIDE = 9, 60
HEADER = {
    "bold": True,
    "bg_color": "#0B5573",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
    "valign": "top",
}


def workbook(frame: pd.DataFrame, table: Result, about: Mapping[str, str], file: Path) -> bool:
    """Write the rows, what the columns mean, and what ``about`` says, a sheet each.

    Text stays text: no cell is ever read as a formula. False, and nothing written, where the rows
    are more than a sheet holds.
    """
    if len(frame) > MOST_ROWS:
        return False
    book = xlsxwriter.Workbook(str(file), {"in_memory": True, "remove_timezone": True})
    days = [d for d in frame.get("as_of", pd.Series(dtype=object)) if known(d)]
    made = datetime.combine(days[0] if days else date(2000, 1, 1), datetime.min.time())
    book.set_properties({"title": table.last, "comments": table.one_row, "created": made})
    columns = [c for c in table.columns if c.name in frame.columns]
    _sheet(book, table.last, columns, frame, table.key)
    meant = pd.DataFrame([(c.name, c.type, c.meaning, c.rule, c.grade) for c in columns])
    heads = ("column", "type", "meaning", "rule", "grade")
    _texts(book, "what the columns mean", heads, meant.itertuples(index=False))
    _texts(book, "about", ("what", "is"), about.items())
    book.close()
    return True


def _sheet(
    book: Any, name: str, columns: list[Column], frame: pd.DataFrame, key: Sequence[str]
) -> None:
    sheet = book.add_worksheet(name[:MOST_IN_NAME])
    header, quoted = book.add_format(HEADER), book.add_format({"quote_prefix": True})
    for at, column in enumerate(columns):
        form = book.add_format({"num_format": number_format(column, column.name in key)})
        values = frame[column.name].tolist()
        sheet.set_column(at, at, _width(column, values), form)
        sheet.write_string(0, at, column.name, header)
        for row, value in enumerate(values, start=1):
            _cell(sheet, row, at, value, form, quoted)
    _frozen(sheet, len(frame), len(columns))


def _texts(book: Any, name: str, heads: tuple[str, ...], rows: Any) -> None:
    """A sheet of words."""
    sheet = book.add_worksheet(name)
    header, wrapped = book.add_format(HEADER), book.add_format({"text_wrap": True, "valign": "top"})
    every = [[str(value) if known(value) else "" for value in row] for row in rows]
    for at, head in enumerate(heads):
        longest = max((len(row[at]) for row in every), default=0)
        sheet.set_column(at, at, min(WIDE, max(NARROW, longest + 2)))
        sheet.write_string(0, at, head, header)
        for row, cells in enumerate(every, start=1):
            sheet.write_string(row, at, cells[at][:MOST_LETTERS], wrapped)
    _frozen(sheet, len(every), len(heads))


def _frozen(sheet: Any, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)


def _cell(sheet: Any, row: int, at: int, value: Any, form: Any, quoted: Any) -> None:
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        value = value.tolist() if hasattr(value, "tolist") else value
        value = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
    if not known(value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, (int, float)):
        if abs(value) != float("inf"):
            sheet.write_number(row, at, value, form)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(row, at, value, form)
    else:
        text = str(value)[:MOST_LETTERS]
        sheet.write_string(row, at, text, quoted if text.startswith(RUN) else None)


def number_format(column: Column, is_key: bool = False) -> str:
    """How a spreadsheet shows a column: chances as per cent, days as days, keys as they are."""
    if column.type == "date":
        return "yyyy-mm-dd"
    if column.type == "timestamp":
        return "yyyy-mm-dd hh:mm"
    if column.type in ("float", "double"):
        if column.name.startswith("probability"):
            return "0.0%"
        return "0.00000" if column.name in ("latitude", "longitude") else "#,##0.00"
    if column.type in ("tinyint", "smallint", "int", "bigint"):
        return "0" if is_key else "#,##0"
    return "@" if column.type == "string" else "General"


def _width(column: Column, values: list[Any]) -> int:
    """Characters that fit the heading and most of the cells."""
    if column.type != "string":
        return max(NARROW, len(column.name) + 4)
    lengths = sorted(len(str(v)) for v in values if known(v))
    usual = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    return min(WIDE, max(NARROW, len(column.name) + 4, usual + 2))
