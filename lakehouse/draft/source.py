"""How a file nobody described is to be read: its format, encoding, delimiter and first line."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lakehouse.declare.errors import DeliveryRefused, NotFound
from lakehouse.draft.encoding import find_encoding
from lakehouse.store.contract.text_entries import a_delimiter, an_encoding
from lakehouse.store.formats.encodings import wide_mark
from lakehouse.store.formats.packed import MAGIC

START = 1 << 20  # bytes that are looked at
DELIMITERS = (",", ";", "\t", "|")
NUMBER = re.compile(r"^[+-]?[0-9]+([.,][0-9]+)?$")
DAY = re.compile(r"^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4})\b")


@dataclass(frozen=True)
class Source:
    """What a contract's server entry says of a file, and what is to be told about the guess."""

    path: Path
    format: str
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    packed: bool = False
    notes: tuple[str, ...] = ()


def look_at(path: Path, encoding: str = "", delimiter: str = "", sheet: str = "") -> Source:
    """The file's :class:`Source`; what is given is not guessed.

    Raises :class:`NotFound` for no file, :class:`PlanError` for an encoding or delimiter that no
    contract may name, and :class:`DeliveryRefused` for a file that no reader of the platform
    reads: another kind of file, no header, lines above the header.
    """
    encoding = an_encoding("--encoding", encoding) if encoding else ""
    delimiter = a_delimiter("--delimiter", delimiter) if delimiter else ""
    start, packed = _start(path)
    if start.startswith(b"PAR1"):
        return Source(path, "parquet")
    if start.startswith(b"PK\x03\x04"):
        if b"xl/" not in path.read_bytes() and path.suffix.lower() != ".xlsx":
            raise _refused(path, "is a zip archive", "Unpack it, and draft from the file in it.")
        return Source(path, "xlsx", sheet=sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(path, "is a workbook of the old kind (xls)", "Save it as xlsx or as CSV.")
    encoding = encoding or wide_mark(start)
    if not encoding and b"\0" in start[:200]:
        raise _refused(
            path,
            "is not text in UTF-8 (UTF-16 without a byte order mark?)",
            "Say --encoding utf-16-le, say, or have it delivered in UTF-8.",
        )
    encoding, notes = (encoding, ()) if encoding else find_encoding(start)
    text = _decoded(path, start, encoding)
    kind = _format(path, text)
    if kind != "csv":
        return Source(path, kind, encoding, packed=packed, notes=notes)
    mark = delimiter or _delimiter(text)
    _check_header(path, text, mark)
    return Source(path, "csv", encoding, mark, packed=packed, notes=notes)


def _start(path: Path) -> tuple[bytes, bool]:
    """The first bytes, unpacked, and whether they were packed."""
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", "Name a delivered file.")
    try:
        with path.open("rb") as stream:
            start = stream.read(START)
            if not start.startswith(MAGIC):
                return start, False
            stream.seek(0)
            with gzip.GzipFile(fileobj=stream) as unpacked:
                return unpacked.read(START), True
    except (EOFError, OSError, zlib.error) as error:
        raise _refused(path, "cannot be opened", "Is it whole, and yours to read?") from error


def _decoded(path: Path, start: bytes, encoding: str) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    except UnicodeError as error:
        why = f"is not text in {encoding}: it does not begin with a byte order mark"
        raise _refused(path, why, "Leave --encoding out, and it is guessed.") from error
    return text.removeprefix("\ufeff")


def _format(path: Path, text: str) -> str:
    head = text.lstrip()
    if head.startswith("<"):
        raise _refused(path, "is XML or a web page", "Have it delivered as CSV or JSON.")
    if head.startswith("["):
        return "json"
    if not head.startswith("{"):
        return "csv"
    if re.search(r'"type"\s*:\s*"FeatureCollection"', head):
        return "geojson"
    if re.match(r"\{[^\n]*\}\s*(\n|$)", head):
        return "jsonl"
    raise _refused(
        path,
        "is one JSON object, not rows",
        "Have the array in it delivered by itself, or one object on each line.",
    )


def _delimiter(text: str) -> str:
    """The mark that splits most lines into as many fields as the first, and into most of them."""

    def fit(mark: str) -> tuple[float, int]:
        widths = [len(row) for row in _records(text, mark)]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return round(widths.count(widths[0]) / len(widths), 1), widths[0]

    # A title above the header holds no mark: then the one that splits most of what follows.
    below = (m for m in DELIMITERS if not fit(m)[1] and _splits_most(_records(text, m)))
    best = max(DELIMITERS, key=fit)
    return best if fit(best)[1] else next(below, best)


def _splits_most(rows: list[list[str]]) -> bool:
    return sum(len(row) > 2 for row in rows) > len(rows) // 2


def _records(text: str, mark: str) -> list[list[str]]:
    body = text[: 1 << 16]
    found = []
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=mark):
            if row:
                found.append(row)
    except csv.Error:
        pass
    # The last record may be cut where the look ended.
    return found[:-1] if len(body) < len(text) and len(found) > 1 else found


def _check_header(path: Path, text: str, mark: str) -> None:
    rows = _records(text, mark)
    if re.match(r'"?sep=.', text):
        why = "begins with a line for spreadsheets (sep=), not with the names of columns"
        raise _refused(path, why, "Have it delivered without; the contract names the delimiter.")
    if len(rows) < 2:
        return
    first = [cell.strip() for cell in rows[0]]
    width, often = Counter(len(r) for r in rows[1:]).most_common(1)[0]
    if len(first) < width and often > len(rows) // 2 and width > 2:
        nth = next(n for n, r in enumerate(rows, start=1) if len(r) == width)
        raise _refused(
            path,
            f"has a first line of {len(first)} field(s) and {width} in most others: the names "
            f"of the columns seem to stand in line {nth}",
            "Have it delivered without the lines above them.",
        )
    filled = [cell for cell in first if cell]
    numbers = [cell for cell in filled if NUMBER.match(cell)]
    if any(DAY.match(c) for c in filled) or len(numbers) == len(filled):
        raise _refused(
            path,
            "has a first line that looks like a row, not like names of columns",
            "Have it delivered with a header; landing finds columns by their names.",
        )


def _refused(path: Path, why: str, todo: str) -> DeliveryRefused:
    return DeliveryRefused(f"{path.name} {why}.", todo)
