"""JSON objects, on lines or in one array, become the rows that a CSV file of them would give."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.formats import json_rows
from tests.examples import examples
from tests.store.parks import dog_feed, read

JSONL, JSON = dog_feed(format="jsonl"), dog_feed(format="json")
both = pytest.mark.parametrize("feed", [JSONL, JSON], ids=lambda f: f.format)
REX = {"Tag": "1", "Name": "Rex", "Seen": "2020-01-01"}
BO = {"Tag": "2", "Name": "Bo", "Seen": None}


def written(feed: Feed, *records: Any) -> str:
    if feed.format == "json":
        return json.dumps(records)
    return "".join(json.dumps(r) + "\n" for r in records)


def typed_feed(kind: str, form: str = "jsonl") -> Feed:
    return dog_feed(format=form, columns=(FeedColumn("V", "v", kind, "A value."),), identity=())


def refused(data: str | bytes, folder: Path, feed: Feed) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        read(data, folder, feed)
    assert caught.value.what.startswith("dog: parks/dog.csv ")
    assert caught.value.todo.startswith("Ask Parks")
    return str(caught.value)


@both
def test_every_object_is_a_row_with_its_number(feed: Feed, tmp_path: Path) -> None:
    found = read(written(feed, REX, BO), tmp_path, feed)
    assert found.cells == [("1", "Rex", "2020-01-01"), ("2", "Bo", None)]
    assert found.numbers == [1, 2] and found.staged.added == ()
    assert all(r["_more"] is None for r in found.rows)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        *(("12", "string", "12"), ("12.0", "bigint", "12"), ("12.0", "double", "12.0")),
        *(("12.50", "bigint", "12.50"), ("46004621.1500", "string", "46004621.1500")),
        *(("1e2", "int", "100"), ("1E+400", "bigint", "1E+400"), ("-0.0", "int", "0")),
        *(("true", "boolean", "true"), ("false", "string", "false"), ("null", "string", None)),
        *(('""', "string", ""), ('" a "', "string", " a "), ('"\\u00e9"', "string", "é")),
        *(('"\\ud83d\\ude00"', "string", "\U0001f600"), ('"\\ud83d"', "string", "\ufffd")),
        *(("[1, 2.50]", "string", "[1,2.5]"), ('{"a": "ë"}', "string", '{"a":"ë"}')),
        ("123456789012345678901234567890", "bigint", "123456789012345678901234567890"),
    ],
)
def test_a_value_is_spelt_as_csv_would_have_it(
    value: str, kind: str, text: str | None, tmp_path: Path
) -> None:
    for form, data in (("jsonl", f'{{"V": {value}}}\n'), ("json", f'[{{"V": {value}}}]')):
        assert read(data, tmp_path, typed_feed(kind, form)).cells == [(text,)]


def test_a_damaged_line_costs_itself_and_keeps_its_number(tmp_path: Path) -> None:
    bad = {2: '{"Tag": "9", "Name"', 4: "[1]", 6: '{"Tag": NaN}', 7: '{"Tag": 1, "Tag": 2}', 8: "3"}
    bad[9] = f'{{"Tag": 1e{"9" * 30}}}'
    good = json.dumps(REX)
    data = "".join(f"{bad.get(n, '' if n == 5 else good)}\r\n" for n in range(1, 11))
    found = read(data, tmp_path, JSONL)
    assert found.unsplit == bad
    assert found.numbers == [1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_what_is_no_object_in_an_array_is_kept_whole(tmp_path: Path) -> None:
    found = read(json.dumps([REX, 3, None, "x", [1]]), tmp_path, JSON)
    assert found.unsplit == {2: "3", 3: "null", 4: "x", 5: "[1]"}


@both
def test_a_new_name_is_kept_beside_and_told(feed: Feed, tmp_path: Path) -> None:
    found = read(written(feed, REX, BO | {"Chip": 7, "Vët": {"a": 1}}), tmp_path, feed)
    assert found.staged.added == ("Chip", "Vët")
    assert found.rows[0]["_more"] is None
    assert json.loads(found.rows[1]["_more"]) == {"Chip": "7", "Vët": '{"a":1}'}


@both
def test_a_missing_or_renamed_name_is_refused(feed: Feed, tmp_path: Path) -> None:
    renamed = {"Tag": "1", "Nam": "Rex", "Seen": None}
    assert "lacks the column Name (did you mean Nam?)" in refused(
        written(feed, renamed), tmp_path, feed
    )
    # One object that has the name is enough: many writers leave out what is null.
    assert len(read(written(feed, {"Tag": "1"}, REX), tmp_path, feed).cells) == 2


@both
def test_a_byte_order_mark_does_not_matter(feed: Feed, tmp_path: Path) -> None:
    assert read("\ufeff" + written(feed, REX), tmp_path, feed).cells[0][0] == "1"


@both
def test_another_encoding_is_read_where_agreed_and_marked_where_not(
    feed: Feed, tmp_path: Path
) -> None:
    data = written(feed, REX).replace("Rex", "Zoë").encode("latin-1")
    latin = dog_feed(format=feed.format, encoding="latin-1")
    assert read(data, tmp_path, latin).cells[0][1] == "Zoë"
    assert read(data, tmp_path, feed).cells[0][1] == "Zo\ufffd"
    assert "is UTF-8" in refused(written(feed, REX).replace("Rex", "Zoë"), tmp_path, latin)
    assert "UTF-16" in refused(written(feed, REX).encode("utf-16"), tmp_path, feed)


def test_the_last_line_needs_no_end_but_must_be_whole(tmp_path: Path) -> None:
    data = written(JSONL, REX, BO)
    assert read(data[:-1], tmp_path, JSONL).numbers == [1, 2]
    for end in range(len(written(JSONL, REX)) + 1, len(data) - 1):
        assert "is cut off in line 2." in refused(data[:end], tmp_path, JSONL)


def test_an_array_cut_off_anywhere_is_refused_with_its_line(tmp_path: Path) -> None:
    data = json.dumps([REX, BO | {"Old": [True, -1.5, "\u00eb"]}], indent=1)
    for end in range(1, len(data)):
        line = data[:end].count("\n") + 1
        assert f"is cut off in line {line}." in refused(data[:end], tmp_path, JSON)
    assert "is not JSON in line 3." in refused(data.replace('"1"', "one"), tmp_path, JSON)


@pytest.mark.parametrize(
    ("data", "feed", "said"),
    [
        (json.dumps([REX]), JSONL, "line 1 is not one"),
        (json.dumps([REX], indent=1), JSONL, "format: json is for one array"),
        (written(JSONL, REX, BO), JSON, "format: jsonl is for one object on each line"),
        ('{"data": []}', JSON, "not one array of objects"),
        ("[1, 2]", JSON, "not one array of objects"),
        ('[{"Tag": NaN}]', JSON, "holds NaN"),
        ('[{"Tag": 1, "Tag": 2}]', JSON, "one name twice"),
        ("[" * 100_000, JSON, "nested too deeply"),
        (f'[{{"Tag": 1e{"9" * 30}}}]', JSON, "a number too large to be one"),
        ("[]", JSON, "has no object"),
        ("\n\n", JSONL, "has no object"),
        ("", JSONL, "is empty"),
        ("", JSON, "is empty"),
        ("neither\n", JSONL, "line 1 is not one"),
        ("neither of them", JSON, "is not JSON in line 1"),
    ],
)
def test_what_cannot_be_read_says_why(data: str, feed: Feed, said: str, tmp_path: Path) -> None:
    assert said in refused(data, tmp_path, feed)


def test_no_refusal_gives_a_value_away(tmp_path: Path) -> None:
    for feed, data in ((JSON, '[{"Tag": "Napoleon}'), (JSONL, '{"Tag": "Napoleon}\n')):
        assert "Napoleon" not in refused(data, tmp_path, feed)


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LONGEST", 200)
    long = written(JSONL, REX, REX | {"Name": "x" * 300})
    assert "a line 2 of more than 200 characters" in refused(long, tmp_path, JSONL)


# A lone surrogate cannot stand in CSV, and CSV has no null beside the empty text.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8)


@settings(max_examples=examples(80), deadline=None)
@given(ROWS, st.sampled_from([JSONL, JSON]), st.booleans())
def test_any_texts_land_as_they_do_from_csv(
    rows: list[tuple[str, str, str]], feed: Feed, ascii_only: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("Tag", "Name", "Seen"), *rows])
    records = [dict(zip(("Tag", "Name", "Seen"), r, strict=True)) for r in rows]
    dumped = [json.dumps(r, ensure_ascii=ascii_only) for r in records]
    text = f"[{','.join(dumped)}]" if feed is JSON else "".join(f"{d}\n" for d in dumped)
    with tempfile.TemporaryDirectory() as folder:
        from_csv = read(out.getvalue(), Path(folder), dog_feed(line_breaks=True))
        found = read(text, Path(folder), feed)
    assert found.cells == from_csv.cells == rows
    assert found.numbers == from_csv.numbers


@settings(max_examples=examples(80), deadline=None)
@given(st.binary(max_size=60), st.sampled_from([JSONL, JSON]))
def test_any_bytes_are_read_or_refused(data: bytes, feed: Feed) -> None:
    line = json.dumps(REX).encode()
    text = line + b"\n" + data + b"\n" if feed is JSONL else b"[" + line + b"," + data + b"]"
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = read(text, Path(folder), feed)
        except DeliveryRefused as error:
            assert error.todo
        else:
            assert found.cells[0] == ("1", "Rex", "2020-01-01")
