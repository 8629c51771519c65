"""How much text the cells of a workbook share: one long text may stand in very many of them."""

from __future__ import annotations

import re
from array import array
from typing import IO
from xml.parsers import expat

import numpy as np

from lakehouse.store.formats.packed import CHUNK

PART = "sharedstrings.xml"  # as its name ends, in any letters: readers know no other
LONGEST = 32_767  # characters that a cell of a spreadsheet may hold (Excel's specification)
MARK = re.compile(rb"""\bt\s*=\s*["']s["']""")
# A cell that holds the number of a shared text. What is written otherwise is not matched.
CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*([0-9]{1,9})\s*<"""
)


def text_lengths(part: IO[bytes]) -> np.ndarray:
    """The characters of each shared text, by its number; raises ``expat.ExpatError``.

    What is read aloud of it (rPh) stands in no cell and is left out.
    """
    found, depth = array("q"), {"si": 0, "rPh": 0}
    parser = expat.ParserCreate()

    def start(name: str, _: object) -> None:
        local = name.rpartition(":")[2]
        if local in depth:
            depth[local] += 1
        if local == "si":
            found.append(0)

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local in depth:
            depth[local] -= 1

    def text(piece: str) -> None:
        if depth["si"] and not depth["rPh"]:
            found[-1] += len(piece)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    while chunk := part.read(CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return np.array(found, dtype=np.int64)


def shared_text(chunk: bytes, lengths: np.ndarray) -> int:
    """The characters that a stretch of a sheet takes from the shared texts.

    A cell that is marked as sharing one, but not in the usual words, counts as the longest.
    """
    marks = len(MARK.findall(chunk))
    if not marks or not len(lengths):
        return 0
    places = np.array(CELL.findall(chunk), dtype="S9").astype(np.int64)
    known = lengths[places[places < len(lengths)]]
    return int(known.sum()) + (marks - len(places)) * int(lengths.max())
