"""A spreadsheet opens with its rows, formats and words, runs nothing, and is always the same."""

from __future__ import annotations

import re
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from lakehouse.declare import Column
from lakehouse.run.published import handed_workbook as asked
from lakehouse.run.published.handed_workbook import number_format, workbook
from tests.drawn_result import AS_OF, IS_OPEN, KNOWN_AT, SEEN_ON, TAGS, VALUE, drawn_result

TABLE = drawn_result(
    "places_to_look_at_first_of_all_of_them",
    Column("number", "bigint", "Its number."),
    Column("name", "string", "Its =name."),
    Column("probability", "double", "Its chance.", rule="probability <= 1"),
    *(VALUE, SEEN_ON, KNOWN_AT, IS_OPEN, TAGS, AS_OF),
    key="number",
)
EVIL = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("x")',
    "＝1",
    "\n=1",
    "https://example.org",
)


def frame(**more: Any) -> pd.DataFrame:
    one = {
        "number": 123456,
        "name": "Café",
        "probability": 0.25,
        "value": 2.5,
        "seen_on": date(2024, 6, 1),
        "known_at": pd.Timestamp("2024-06-02 13:30", tz="UTC"),
        "is_open": True,
        "tags": ["a", "b"],
        "as_of": date(2024, 6, 28),
    }
    none = dict.fromkeys(one) | {"number": 7, "value": float("inf"), "as_of": date(2024, 6, 28)}
    return pd.DataFrame([one | more, none])


def written(folder: Path, rows: pd.DataFrame, name: str = "x") -> Path:
    file = folder / f"{name}.xlsx"
    assert workbook(rows, TABLE, {"licence": "Open data."}, file)
    return file


def sheets(file: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_path(file)
    return [book.get_sheet_by_name(n).to_python() for n in book.sheet_names]


def xml(file: Path, name: str) -> str:
    with zipfile.ZipFile(file) as packed:
        return packed.read(name).decode("utf-8")


def test_rows_dictionary_and_release_have_a_sheet_each(tmp_path: Path) -> None:
    rows, words, about = sheets(written(tmp_path, frame()))
    assert rows[0] == [c.name for c in TABLE.columns]
    assert rows[1] == [
        *(123456.0, "Café", 0.25, 2.5, date(2024, 6, 1)),
        *(datetime(2024, 6, 2, 13, 30), True, "a, b", date(2024, 6, 28)),
    ]
    assert rows[2] == [7.0, "", "", "", "", "", "", "", date(2024, 6, 28)]
    assert words[0] == ["column", "type", "meaning", "rule", "grade"]
    assert words[3] == ["probability", "double", "Its chance.", "probability <= 1", "open"]
    assert about == [["what", "is"], ["licence", "Open data."]]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, frame(name=text))
    page = xml(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page and "hyperlink" not in page
    assert re.search(r'<c r="B2"[^>]* t="s"', page)
    if text.startswith(asked.RUN):
        # As if typed after an apostrophe: it stays text when somebody edits the cell.
        assert 'quotePrefix="1"' in xml(file, "xl/styles.xml")
        assert re.search(r'<c r="B2" s="\d+" t="s"', page)


def test_the_heading_is_bold_frozen_and_filters(tmp_path: Path) -> None:
    file = written(tmp_path, frame())
    for number in (1, 2, 3):
        page = xml(file, f"xl/worksheets/sheet{number}.xml")
        assert '<pane ySplit="1" topLeftCell="A2"' in page and "<autoFilter" in page
        assert 'customWidth="1"' in page
    styles = xml(file, "xl/styles.xml")
    assert "<b/>" in styles and 'formatCode="yyyy-mm-dd"' in styles


def test_columns_are_shown_by_type() -> None:
    shown = {c.name: number_format(c, c.name in TABLE.key) for c in TABLE.columns}
    assert shown["number"] == "0" and shown["probability"] == "0.0%"
    assert shown["value"] == "#,##0.00" and shown["seen_on"] == "yyyy-mm-dd"
    assert shown["known_at"] == "yyyy-mm-dd hh:mm" and shown["name"] == "@"
    assert number_format(Column("latitude", "double", "North.")) == "0.00000"
    assert number_format(Column("visits", "int", "Visits.")) == "#,##0"


def test_the_same_release_gives_the_same_bytes_at_another_time(tmp_path: Path) -> None:
    first = written(tmp_path, frame(), "a").read_bytes()
    time.sleep(1.1)
    assert written(tmp_path, frame(), "b").read_bytes() == first
    assert written(tmp_path, frame(value=3), "c").read_bytes() != first


def test_text_longer_than_a_cell_is_cut_and_a_long_name_of_a_sheet_too(tmp_path: Path) -> None:
    file = written(tmp_path, frame(name="x" * 40_000))
    assert len(sheets(file)[0][1][1]) == asked.MOST_LETTERS
    assert CalamineWorkbook.from_path(file).sheet_names[0] == TABLE.last[:31]


def test_more_rows_than_a_sheet_holds_make_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "MOST_ROWS", 1)
    assert not workbook(frame(), TABLE, {}, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_has_its_heading(tmp_path: Path) -> None:
    assert len(sheets(written(tmp_path, frame().iloc[:0]))[0]) == 1
