"""How a file is to be read is found out, or said to be impossible in words."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from lakehouse.declare.errors import DeliveryRefused, NotFound
from lakehouse.draft.source import look_at
from lakehouse.draft.texts import read_texts

ROWS = [("Tag", "Name", "Seen"), *((str(n), f"Rex {n}", "2020-01-02") for n in range(1, 30))]


def csv(mark: str = ",") -> str:
    return "".join(mark.join(row) + "\n" for row in ROWS)


def put(folder: Path, data: str | bytes, name: str = "dog.csv") -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    assert look_at(put(tmp_path, csv(mark))).delimiter == mark


def test_a_comma_in_quotes_is_no_delimiter(tmp_path: Path) -> None:
    lines = ["a;b", *(f'{n};"one, two, three, {n}"' for n in range(20))]
    assert look_at(put(tmp_path, "\n".join(lines))).delimiter == ";"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ('[{"a": 1}, {"a": 2}]', "json"),
        (('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
         '{"a": 1}, "geometry": null}]}'), "geojson"),
        ("a,b\n1,2\n", "csv"),
    ],
)  # fmt: skip
def test_the_format_is_told_by_the_content(tmp_path: Path, data: str, kind: str) -> None:
    source = look_at(put(tmp_path, data, "no_suffix"))
    assert source.format == kind
    assert next(t.header for t in read_texts(source).columns) == "a"
    packed = look_at(put(tmp_path, gzip.compress(data.encode()), "packed"))
    assert (packed.format, packed.packed) == (kind, True)
    assert len(read_texts(packed).columns) == len(read_texts(source).columns)


def test_german_reads_alike_in_several_code_pages_and_is_western(tmp_path: Path) -> None:
    streets = "Königsweg", "Große Gasse", "Bäckerstraße"
    german = "Nr;Straße\n" + "".join(f"{n};{streets[n % 3]} {n}\n" for n in range(99))
    assert look_at(put(tmp_path, german.encode("cp1252"))).encoding == "windows-1252"


def test_an_encoding_other_than_utf8_is_a_guess_that_is_said(tmp_path: Path) -> None:
    data = "name\n" + "Café Müller, the ŒUVRE – naïve\n" * 30
    source = look_at(put(tmp_path, data.encode("cp1252")))
    assert source.encoding == "windows-1252"
    assert "guess" in source.notes[0]
    russian = "имя\n" + "Санитарная проверка ресторана на улице Ленина\n" * 30
    assert look_at(put(tmp_path, russian.encode("cp1251"))).encoding == "cp1251"
    assert look_at(put(tmp_path, data)).notes == ()
    assert look_at(put(tmp_path, data.encode("cp1252")), encoding="latin-1").encoding == "latin-1"


REFUSED = {
    "title lines": ("Report of 2020\n\na,b,c\n" + "1,2,3\n" * 9, "line 2"),
    "title without a mark": ("Report of 2020\n\na;b;c\n" + "1;2;3\n" * 9, "line 2"),
    "spreadsheet": ("sep=;\na;b\n1;2\n", "(sep=)"),
    "nameless": ("a,,b,\n1,2,3,4\n5,6,7,8\n", "2 columns without a name: 2, 4"),
    "no header": ("1,Rex,2020-01-02\n2,Fix,2020-01-03\n3,Bo,2020-01-04\n", "header"),
    "page": ("<html><body>Not found</body></html>", "web page"),
    "one object": ('{"data": [\n{"a": 1}\n]}', "one JSON object"),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
    "archive": (b"PK\x03\x04" + b"\0" * 60, "zip"),
    "twice": ("a,a\n1,2\n3,4\n", "twice"),
    "no row": ("a,b\n", "no row"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_landing_cannot_read_is_refused_in_words(tmp_path: Path, case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(DeliveryRefused) as caught:
        read_texts(look_at(put(tmp_path, data)))
    assert words in str(caught.value) and caught.value.todo


def test_numbers_may_be_names_of_columns(tmp_path: Path) -> None:
    file = put(tmp_path, "id,1,2,3\n" + "7,0,1,0\n" * 9)
    assert [t.header for t in read_texts(look_at(file)).columns] == ["id", "1", "2", "3"]


def test_no_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        look_at(tmp_path / "none.csv")


def test_line_breaks_in_values_are_told_from_quotes_that_stay_open(tmp_path: Path) -> None:
    meant = "a,b\n" + '1,"one\ntwo"\n' * 9
    content = read_texts(look_at(put(tmp_path, meant)))
    assert (content.line_breaks, len(content.numbers), content.unsplit) == (True, 9, ())
    open_quote = "a,b\n" + "1,x\n" * 300 + '2,"never closed\n' + "3,y\n" * 300
    content = read_texts(look_at(put(tmp_path, open_quote)))
    assert (content.line_breaks, len(content.numbers)) == (False, 600)
    assert content.unsplit == (301,)


def test_a_large_file_is_read_in_part_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lakehouse.draft import sample

    monkeypatch.setattr(sample, "LARGE", 4000)
    monkeypatch.setattr(sample, "FIRST", 2000)
    monkeypatch.setattr(sample, "LATER", 1000)
    file = put(tmp_path, "nth,x\n" + "".join(f"{n},{n % 7}\n" for n in range(1, 3001)))
    content = read_texts(look_at(file))
    assert not content.whole and 100 < len(content.numbers) < 1000 and not content.unsplit
    seen = [int(v) for v in content.columns[0].values.to_pylist()]
    assert min(seen) == 1 and max(seen) == 3000 and any(1400 < n < 1800 for n in seen)
