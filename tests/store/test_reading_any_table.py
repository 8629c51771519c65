"""Whatever table of strings Python's csv module writes is read back, or accounted for by line."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed, FeedColumn
from tests.examples import examples
from tests.store.parks import dog_feed, read

# NUL never stands in text, and a lone surrogate cannot be written.
LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
CELL = st.text(st.one_of(LETTERS, st.sampled_from(',;"\n\r\t |')), max_size=6)
ONE_LINE = st.text(
    st.one_of(
        st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]),
        st.sampled_from(',;"\t |'),
    ),
    max_size=6,
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)


def feed_of(width: int, **changes: object) -> Feed:
    columns = tuple(FeedColumn(f"H{i}", f"h{i}", "string", "A text.") for i in range(width))
    return dog_feed(columns=columns, identity=(), **changes)


def written(table: list[list[str]], delimiter: str, ending: str) -> str:
    out = io.StringIO()
    # Python before 3.13 leaves a lone CR without quotes, which every reader takes for a line end.
    returns = any("\r" in cell for row in table for cell in row)
    writer = csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=ending,
        quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL,
    )
    writer.writerow([f"H{i}" for i in range(len(table[0]))])
    writer.writerows(table)
    return out.getvalue()


@settings(max_examples=examples(150), deadline=None)
@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_csv_writes_is_read_back_exactly(
    table: list[list[str]], delimiter: str, ending: str
) -> None:
    feed = feed_of(len(table[0]), delimiter=delimiter, line_breaks=True)
    with tempfile.TemporaryDirectory() as folder:
        found = read(written(table, delimiter, ending), Path(folder), feed)
    assert found.cells == [tuple(row) for row in table]
    assert found.numbers == list(range(1, len(table) + 1))


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(st.lists(ONE_LINE, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_without_line_breaks_the_contract_need_not_allow_them(
    table: list[list[str]], ending: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(written(table, ",", ending), Path(folder), feed_of(3))
    assert found.cells == [tuple(row) for row in table]


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(ONE_LINE, min_size=1, max_size=12))
@example(['"', ""])
@example(["", '"', "", ""])
@example(["", ""])
def test_every_physical_line_is_accounted_for(body: list[str]) -> None:
    """Lines of anything, open quotes among them: as many rows, each unsplit one word for word."""
    data = "".join(f"{line}\n" for line in ("H0,H1,H2", *body))
    with tempfile.TemporaryDirectory() as folder:
        found = read(data, Path(folder), feed_of(3))
    assert found.numbers == list(range(1, len(body) + 1))
    for number, text in found.unsplit.items():
        assert text == body[number - 1]
    for row in found.rows:
        if row["_raw"] is None:
            cells = "".join(row[f"h{i}"] for i in range(3))
            assert set(cells) <= set(body[row["_row"] - 1])


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["utf-8", "iso-8859-1", "windows-1252"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = read(b"H0,H1\n" + data + b"\n", Path(folder), feed_of(2, encoding=encoding))
        except DeliveryRefused as error:
            assert error.todo
        else:
            assert found.numbers == list(range(1, found.staged.rows + 1))
