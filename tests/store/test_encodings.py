"""Text in any encoding a contract may name lands as it was written; other codecs are refused."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import tempfile
from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused, PlanError
from lakehouse.store.contract.text_entries import a_delimiter, an_encoding
from lakehouse.store.formats import delivery as module
from lakehouse.store.formats import seen_text
from lakehouse.store.formats.encodings import WIDE, is_usable, is_wide
from lakehouse.store.formats.packed import AsUtf8
from tests.examples import examples
from tests.store.parks import dog_feed, lines, read

EVERY = sorted({*aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "utf-8-sig"})
USABLE = [e for e in EVERY if is_usable(e)]
NAMES = ["Zoë", 'Bo, ""the dog""', "犬", "x" * 30, "\U0001f415"]
TEXT = lines([f'{n},"{name}",2020-01-01' for n, name in enumerate(NAMES)])
SPOKEN = [name.replace('""', '"') for name in NAMES]
every_wide = pytest.mark.parametrize("encoding", WIDE)


def marked(text: str, encoding: str, mark: bool) -> bytes:
    """The text, with a byte order mark where the encoding leaves that open."""
    return (("\ufeff" if mark and encoding[-2:] in ("le", "be") else "") + text).encode(encoding)


@every_wide
@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("chunk", [1, 3, 1 << 20])
@pytest.mark.parametrize("line_breaks", [True, False])
def test_wide_csv_lands_as_it_was_written(
    encoding: str,
    mark: bool,
    chunk: int,
    line_breaks: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    feed = dog_feed(encoding=encoding, line_breaks=line_breaks)
    data = marked(TEXT, encoding, mark)
    found = read(data, tmp_path, feed)
    assert [c[1] for c in found.cells] == SPOKEN and found.unsplit == {}
    assert found.staged.delivery.bad_byte is None
    zipped = read(gzip.compress(data), tmp_path, feed)
    assert zipped.rows == found.rows


@every_wide
def test_an_open_quote_and_a_damaged_letter_cost_their_own_line(
    encoding: str, tmp_path: Path
) -> None:
    text = lines(["1,Rex,2020-01-01", '2,"Bo,2020-01-01', "3,Al,2020-01-01"])
    found = read(text.encode(encoding), tmp_path, dog_feed(encoding=encoding))
    assert found.unsplit == {2: '2,"Bo,2020-01-01'} and len(found.cells) == 2
    lone = "1,R\ud800x,2020-01-01"
    data = lines([lone, "2,Bo,2020-01-01"]).encode(encoding, "surrogatepass")
    found = read(data, tmp_path, dog_feed(encoding=encoding))
    assert "\ufffd" in (found.cells[0][1] or "") and found.cells[1][1] == "Bo"


@every_wide
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_wide_json_lands(encoding: str, form: str, tmp_path: Path) -> None:
    records = [{"Tag": "1", "Name": name, "Seen": None} for name in SPOKEN]
    each = [json.dumps(r, ensure_ascii=False) for r in records]
    text = "".join(f"{r}\n" for r in each) if form == "jsonl" else f"[{','.join(each)}]"
    found = read(text.encode(encoding), tmp_path, dog_feed(format=form, encoding=encoding))
    assert [c[1] for c in found.cells] == SPOKEN


def refused(data: bytes, folder: Path, **changes: object) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        read(data, folder, dog_feed(**changes))
    assert "Ask Parks" in caught.value.todo
    return caught.value.what


@every_wide
def test_what_is_not_as_the_contract_says_is_refused_in_true_words(
    encoding: str, tmp_path: Path
) -> None:
    plain = refused(TEXT.encode(), tmp_path, encoding=encoding)
    mark = encoding[-2:] not in ("le", "be")
    assert f"is not text in {encoding}" in plain
    assert ("does not begin with a byte order mark" if mark else "no zero bytes") in plain
    cut = TEXT.encode(encoding)[: -len("\n".encode(encoding[:6] + "-le"))]
    assert "is cut off: it ends in the middle of a row" in refused(cut, tmp_path, encoding=encoding)
    opened = lines(['1,"Rex,2020-01-01']).encode(encoding)
    said = refused(opened, tmp_path, encoding=encoding, line_breaks=True)
    assert "a quoted field is never closed" in said


def test_codecs_that_files_are_not_written_in_are_told_apart() -> None:
    known = ("utf-8", "UTF8", "latin-1", "windows-1252", "cp1250", "ISO-8859-15", "utf-8-sig")
    assert all(
        is_usable(e) for e in (*known, "gb18030", "shift_jis", "big5", "koi8-r", "mac-roman")
    )
    assert not any(
        is_usable(e)
        for e in (
            *("foo", "base64", "hex", "rot13", "zlib", "bz2", "uu", "quopri", "idna", "undefined"),
            *("punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "cp037", "cp500"),
            *("iso2022_jp", "hz", "", " ", "utf-8\n", "x" * 99, "utf\0", "é", "../utf-8"),
        )
    )
    assert [e for e in ("UTF-16", "utf_16_le", "u16", "utf32", "utf-8") if is_wide(e)] == [
        *("UTF-16", "utf_16_le", "u16", "utf32")
    ]


@pytest.mark.parametrize("encoding", USABLE)
def test_the_marks_of_a_table_are_read_in_every_usable_encoding(
    encoding: str, tmp_path: Path
) -> None:
    found = read(
        lines(["1,Rex,2020-01-01"]).encode(encoding), tmp_path, dog_feed(encoding=encoding)
    )
    assert found.cells == [("1", "Rex", "2020-01-01")]


@settings(max_examples=examples(200), deadline=None)
@given(
    encoding=st.sampled_from(USABLE),
    chunks=st.lists(st.binary(min_size=1, max_size=9), max_size=6),
    mark=st.sampled_from([b"", codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE]),
)
def test_any_bytes_become_text_in_any_usable_encoding(
    encoding: str, chunks: list[bytes], mark: bytes
) -> None:
    """Or are said to lack their mark; nothing else is raised."""
    seen = seen_text.SeenText(encoding, '"')
    try:
        for chunk in (mark, *chunks, b""):
            if chunk or chunk is not mark:
                seen.add(chunk)
    except UnicodeError:
        assert is_wide(encoding)
        return
    with io.BufferedReader(AsUtf8(io.BytesIO(mark + b"".join(chunks)), encoding)) as stream:
        text = stream.read().decode("utf-8")
    assert seen.bad is None or "\ufffd" in text


@settings(max_examples=examples(200), deadline=None)
@given(said=st.sampled_from([*EVERY, ";", "tab", "\\t", "¦", '"', "\n", "é", ";;"]) | st.text())
def test_any_entry_is_usable_or_refused_in_words(said: str) -> None:
    for entry in (an_encoding, a_delimiter):
        try:
            found = entry("dog.odcs.yaml", said)
        except PlanError as error:
            assert error.what.startswith("dog.odcs.yaml: the ") and error.what.isprintable()
            continue
        with tempfile.TemporaryDirectory() as folder:
            feed = dog_feed(delimiter=found) if entry is a_delimiter else dog_feed(encoding=found)
            text = "\n".join(("Tag,Name,Seen", "~,!,@", "")).replace(",", feed.delimiter)
            if any(mark in "TagNmeSn~!@ " for mark in feed.delimiter if mark != ","):
                continue  # such a mark parts the words themselves
            found = read(text.encode(feed.encoding), Path(folder), feed)
        assert found.cells == [("~", "!", "@")]
