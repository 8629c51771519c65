"""A sheet of a workbook becomes the rows that the same table as CSV would give."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.formats import packed, workbook_parts
from tests.examples import examples
from tests.store.parks import dog_feed, read
from tests.store.workbook import DATE, MOMENT, SPAN, TIME, Cell, workbook

XLSX = dog_feed(format="xlsx")
HEADER: list[object] = ["Tag", "Name", "Seen"]
REX: list[object] = [1, "Rex", Cell(43831, style=DATE)]
GOOD = workbook(HEADER, REX)


def typed_feed(kind: str) -> Feed:
    return dog_feed(format="xlsx", columns=(FeedColumn("V", "v", kind, "A value."),), identity=())


def refused(data: bytes, folder: Path, feed: Feed = XLSX) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        read(data, folder, feed)
    assert caught.value.what.startswith("dog: parks/dog.csv ") and "Ask Parks" in caught.value.todo
    return str(caught.value)


def test_every_row_lands_as_text_with_its_number_below_the_header(tmp_path: Path) -> None:
    found = read(workbook(HEADER, REX, [2, None, "2020-01-02"]), tmp_path, XLSX)
    assert found.cells == [("1", "Rex", "2020-01-01"), ("2", None, "2020-01-02")]
    assert found.numbers == [1, 2] and found.staged.added == ()


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        *((7, "bigint", "7"), (2.50, "double", "2.5"), (-0.125, "double", "-0.125")),
        *(("007", "string", "007"), (" a\nb ", "string", " a\nb "), ("true", "string", "true")),
        *((True, "boolean", "true"), (False, "boolean", "false")),
        (Cell("1e22"), "double", "10000000000000000000000"),
        (Cell(43831, style=DATE), "date", "2020-01-01"),
        (Cell(43831.5, style=MOMENT), "timestamp", "2020-01-01 12:00:00"),
        (Cell(43831, style=MOMENT), "timestamp", "2020-01-01 00:00:00"),
        (Cell(43831.999999, style=MOMENT), "timestamp", "2020-01-02 00:00:00"),
        (Cell(44927.0006944, style=MOMENT), "timestamp", "2023-01-01 00:01:00"),
        (Cell(0.25, style=TIME), "string", "06:00:00"),
        (Cell(1.5, style=SPAN), "string", "36:00:00"),
        (Cell(43831), "date", "43831"),  # a day only where the cell is shown as one
        (Cell(4, formula="A1+1"), "bigint", "4"),
        (Cell("ab", "str", formula="A1"), "string", "ab"),
        (Cell("#REF!", "e", formula="A1"), "string", None),
    ],
)
def test_a_cell_is_spelt_as_csv_would_have_it(
    cell: object, kind: str, text: str | None, tmp_path: Path
) -> None:
    data = workbook(["V", "N"], [cell, 1])
    assert read(data, tmp_path, typed_feed(kind)).cells == [(text,)]


def test_days_are_counted_from_where_the_workbook_says(tmp_path: Path) -> None:
    data = workbook(["V"], [Cell(43831, style=DATE)], since_1904=True)
    assert read(data, tmp_path, typed_feed("date")).cells == [("2024-01-02",)]


def test_the_first_visible_sheet_is_read_or_the_one_the_contract_names(tmp_path: Path) -> None:
    other = [["Tag", "Name", "Seen"], ["9", "Other", None]]
    data = workbook(HEADER, REX, before=("Cover",), hidden=("Cover",), Cats=other)
    assert read(data, tmp_path, XLSX).cells[0][1] == "Rex"
    cats = dog_feed(format="xlsx", sheet="Cats")
    assert read(data, tmp_path, cats).cells == [("9", "Other", None)]
    said = refused(data, tmp_path, dog_feed(format="xlsx", sheet="Cat"))
    assert "has no sheet Cat (did you mean Cats?) (its sheets: Cover, Dogs, Cats)" in said
    assert "has no visible sheet" in refused(workbook(HEADER, hidden=("Dogs",)), tmp_path)


def test_empty_rows_are_no_rows_but_count(tmp_path: Path) -> None:
    found = read(workbook([], [], HEADER, REX, [], ["", None], REX, []), tmp_path, XLSX)
    assert found.numbers == [1, 4]


def test_a_table_may_stand_away_from_the_edge_in_any_order(tmp_path: Path) -> None:
    data = workbook([], [None, "Seen", None, "Name", "Tag "], [None, None, None, "Rex", 1])
    found = read(data, tmp_path, XLSX)
    assert found.cells == [("1", "Rex", None)] and found.staged.added == ()


def test_new_columns_with_or_without_a_name_are_kept_beside(tmp_path: Path) -> None:
    data = workbook([*HEADER, "Chip", None, None], [*REX, None, None, 5], [*REX, 7, None, None])
    found = read(data, tmp_path, XLSX)
    assert found.staged.added == ("Chip", "column F")
    more = [json.loads(r["_more"]) for r in found.rows]
    assert more == [{"Chip": None, "column F": "5"}, {"Chip": "7"}]


def test_missing_renamed_and_doubled_columns_are_refused(tmp_path: Path) -> None:
    renamed = refused(workbook(["Tag", "Nam", "Seen"], REX), tmp_path)
    assert "lacks the column Name (did you mean Nam?)" in renamed
    assert "the column Tag twice" in refused(workbook([*HEADER, "Tag"], [*REX, 1]), tmp_path)


def test_a_title_above_the_header_is_refused_with_the_sheets(tmp_path: Path) -> None:
    said = refused(workbook(["Dogs of 2020"], HEADER, REX, Cats=[]), tmp_path)
    assert "none of the contract's 3 columns in row 1 of its sheet Dogs" in said
    assert "(its sheets: Dogs, Cats)" in said and "in the first row" in said


@pytest.mark.parametrize(("area", "bad"), [("A1:B1", True), ("A1:A2", True), ("A2:B2", False)])
def test_merged_cells_are_refused_in_the_header_alone(area: str, bad: bool, tmp_path: Path) -> None:
    data = workbook(HEADER, REX, merged=(area,))
    if bad:
        assert "merged cells in row 1 of its sheet Dogs" in refused(data, tmp_path)
    else:
        assert len(read(data, tmp_path, XLSX).rows) == 1


@pytest.mark.parametrize("rows", [[], [HEADER], [HEADER, []]])
def test_a_sheet_without_a_row_is_refused(rows: list[list[object]], tmp_path: Path) -> None:
    assert "has a header and no row" in refused(workbook(*rows), tmp_path)


def changed(data: bytes, name: str, text: bytes) -> bytes:
    """The workbook with other content in one of its parts."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return sink.getvalue()


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    flipped = bytearray(GOOD)
    flipped[GOOD.index(b"sheet1.xml") + 30] ^= 0xFF
    broken = changed(GOOD, "xl/workbook.xml", b"<workbook")
    no_sheet = changed(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c")
    for data in (GOOD[:-30], GOOD[:200], b"Tag,Name", bytes(flipped), broken, no_sheet):
        assert "cannot be read as a workbook (xlsx)" in refused(data, tmp_path)
    assert "is empty." in refused(b"", tmp_path)
    assert "is an old workbook (xls) or locked" in refused(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, tmp_path
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "ALWAYS", 1 << 20)
    bomb = workbook(HEADER, [1, "x" * (2 << 20), None])
    assert "unpacks to more than 1 MiB" in refused(bomb, tmp_path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as parts:
        size = parts.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = GOOD.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lie != GOOD
    assert "cannot be read as a workbook (xlsx)" in refused(lie, tmp_path)


@pytest.mark.parametrize("place", [b"XFD1048576", b"ZZZZZZ2", b"A99999999999", b"BD900000"])
def test_a_cell_far_out_is_refused_before_memory_is_taken_for_all_before_it(
    place: bytes, tmp_path: Path
) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as parts:
        text = parts.read(sheet)
    said = refused(changed(GOOD, sheet, text.replace(b'"B2"', b'"%s"' % place)), tmp_path)
    assert "has a sheet with cells as far out as row" in said and "outside the table" in said


def test_a_place_is_found_where_two_chunks_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_CELLS", 5)
    for chunk in range(60, 90):
        monkeypatch.setattr(workbook_parts, "CHUNK", chunk)
        assert "row 2 and column 3" in refused(GOOD, tmp_path)


# XML cannot hold control characters, and turns a carriage return into a line feed.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)
CELL = st.one_of(TEXT, st.booleans(), st.integers(-(2**53), 2**53))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_any_table_of_cells_comes_back(rows: list[tuple[object, ...]]) -> None:
    texts = [tuple(str(c).lower() if isinstance(c, bool) else str(c) for c in r) for r in rows]
    kept = {n: row for n, row in enumerate(texts, start=1) if any(row)}
    with tempfile.TemporaryDirectory() as folder:
        data = workbook(HEADER, *(list(r) for r in rows))
        if not kept:
            assert "no row" in refused(data, Path(folder))
            return
        found = read(data, Path(folder), XLSX)
    assert [tuple(v or "" for v in r) for r in found.cells] == list(kept.values())
    assert found.numbers == list(kept)
