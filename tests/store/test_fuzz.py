"""Files that nobody prepared for: rows or a reason, never a stack trace, hang or stray file."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from tests.examples import examples
from tests.store.parks import HEADER, dog_feed, lines, read
from tests.store.transit import gtfs
from tests.store.workbook import workbook

ROWS = ["1,Rex,2020-01-01", '2,"Bo, ""the dog""",2020-01-02', "3,Zoë,"]
RECORDS = [{"Tag": str(n), "Name": "Zoë", "Seen": None} for n in range(3)]
CSV = lines(ROWS)
TABS = HEADER.replace(",", "\t")


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(RECORDS), sink)
    return sink.getvalue()


def geojson() -> bytes:
    features = [{"type": "Feature", "properties": r, "geometry": None} for r in RECORDS]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


# The feed, and a file as it should be, in every format and way of writing it.
FORMS: dict[str, tuple[dict[str, Any], Callable[[], bytes]]] = {
    "csv": ({}, lambda: CSV.encode()),
    "csv with line breaks": ({"line_breaks": True}, lambda: CSV.replace("Rex", '"R\nx"').encode()),
    "csv without an end": ({"final_newline": False}, lambda: CSV.rstrip("\n").encode()),
    "tsv": ({"delimiter": "\t"}, lambda: CSV.replace(",", "\t").encode()),
    "tsv unquoted": (
        {"delimiter": "\t", "quote": ""},
        lambda: lines(['1\t5" Rex\t'], TABS).encode(),
    ),
    "csv latin-1": ({"encoding": "iso-8859-1"}, lambda: CSV.encode("iso-8859-1")),
    "csv packed": ({}, lambda: gzip.compress(CSV.encode(), mtime=0)),
    "jsonl": ({}, lambda: "".join(f"{json.dumps(r)}\n" for r in RECORDS).encode()),
    "json": ({}, lambda: json.dumps(RECORDS).encode()),
    "geojson": ({}, geojson),
    "parquet": ({}, parquet),
    "xlsx": ({}, lambda: workbook(HEADER.split(","), ["1", "Rex", "x"], ["2", "Bo", 7])),
    "gtfs": ({"member": "stops.txt"}, lambda: gtfs({"stops.txt": CSV})),
}
GOOD = {form: make() for form, (_, make) in FORMS.items()}
every_form = pytest.mark.parametrize("form", FORMS)
quick = settings(max_examples=examples(60), deadline=timedelta(seconds=20))
# What CSV is made of, and what breaks it.
ODD = ["\n", "\r", "\r\n", '"', '""', ",", ";", "\t", "\0", "\ufeff", "\\", "'", " ", "=1+1", "é"]
ODD += ["\u2028", "\x1a", "\x1b[2J", HEADER, "1,Rex,2020-01-01", "x" * 200, "\U0001f415"]


def feed_of(form: str) -> Feed:
    return dog_feed(format=form.split()[0].replace("tsv", "csv"), **FORMS[form][0])


def survive(data: bytes, feed: Feed) -> int | None:
    """How many rows were staged, None when the file was refused with a reason."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        try:
            found = read(data, folder, feed)
        except DeliveryRefused as error:
            assert "parks/dog.csv" in error.what and error.todo
            assert "Traceback" not in error.what and error.what.isprintable()
            found = None
        assert [p.name for p in Path(name).iterdir()] == ["in"]
        assert {p.name for p in folder.iterdir()} <= {"parks", "staging"}
        staged = {p.name for p in folder.rglob("staging/*")}
        assert staged == ({found.staged.path.name} if found else set())
        if found is None:
            return None
        assert found.staged.rows == len(found.rows)
        return found.staged.rows


@every_form
def test_the_good_file_is_read(form: str) -> None:
    assert survive(GOOD[form], feed_of(form)) in (1, 2, 3)


@every_form
@quick
@given(data=st.binary(max_size=300))
def test_any_bytes(form: str, data: bytes) -> None:
    survive(data, feed_of(form))
    survive(GOOD[form][:4] + data, feed_of(form))


@every_form
@quick
@given(data=st.data())
def test_any_damage_to_a_good_file(form: str, data: st.DataObject) -> None:
    good = GOOD[form]
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 8)))
    survive(good[:start] + data.draw(st.binary(max_size=8)) + good[end:], feed_of(form))


def test_a_column_name_that_is_no_text_is_damage() -> None:
    good = GOOD["parquet"]
    survive(good[:228] + b"\x00\x00\x00\x80\x01" + good[233:], feed_of("parquet"))


@pytest.mark.parametrize("form", [f for f in FORMS if f.startswith(("csv", "tsv"))])
@settings(max_examples=examples(150), deadline=timedelta(seconds=20))
@given(parts=st.lists(st.sampled_from(ODD) | st.text(max_size=4), max_size=20))
def test_no_row_is_lost_however_odd_the_lines(form: str, parts: list[str]) -> None:
    """Good rows stand before and behind what is odd."""
    feed = feed_of(form)
    text = "".join(parts)
    odd = f"{HEADER}\n1,Rex,2020-01-01\n{text}\n2,Bo,2020-01-02\n".replace(",", feed.delimiter)
    data = odd.encode(feed.encoding, "replace")
    rows = survive(gzip.compress(data) if "packed" in form else data, feed)
    assert rows is None or rows >= 2


NESTED = (10, 1_000, 100_000)


@pytest.mark.parametrize("depth", NESTED)
@pytest.mark.parametrize("form", ["json", "jsonl", "geojson"])
def test_nesting_without_end(form: str, depth: int) -> None:
    survive(b"[" * depth, feed_of(form))
    survive(b'[{"Tag":' * depth + b"\n", feed_of(form))
    survive(b'{"type":"FeatureCollection","features":' * depth, feed_of(form))


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "geojson"])
def test_a_bomb_of_gzip_is_refused(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lakehouse.store.formats.packed.ALWAYS", 1 << 20)
    bomb = gzip.compress(b"\n" * (1 << 24))
    assert len(bomb) < 1 << 15 and survive(bomb, feed_of(form)) is None


@pytest.mark.whole
@pytest.mark.parametrize("count", [1_000, 30_000])
def test_a_header_of_very_many_columns(count: int) -> None:
    header = ",".join([HEADER, *map(str, range(count))])
    assert survive(f"{header}\n1{',' * (count + 2)}\n".encode(), dog_feed()) in (1, None)
