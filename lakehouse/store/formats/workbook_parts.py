"""Look through a workbook's parts (xlsx is a zip of XML) before anything trusts what they say."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO
from xml.parsers.expat import ExpatError

import numpy as np

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import CHUNK, most_unpacked, too_much
from lakehouse.store.formats.shared_texts import LONGEST, PART, shared_text, text_lengths

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted workbooks
MOST_CELLS = 50_000_000  # from A1 to the last one: a reader keeps them all, filled or not
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,8})([0-9]{0,12})""")
LONGEST_PLACE = 40  # bytes: what the end of one chunk may hold of it
LONGEST_CELL = 400  # bytes of a cell that shares a text; where two chunks meet it counts twice


def refuse_unsound(delivery: Delivery) -> None:
    """Raise :class:`DeliveryRefused` for a damaged or locked workbook and one that is too large.

    Every part is unpacked once, so that its size and checksum are known and not believed, and
    so is the place of its last cell: one that is far out costs memory for all before it. So
    does a text that is stored once and shared by very many cells.
    """
    if delivery.start.startswith(OLD_OR_LOCKED):
        raise refused(delivery, "is an old workbook (xls) or locked by a password", "as open xlsx")
    try:
        with delivery.open() as stream, zipfile.ZipFile(stream) as parts:
            most = most_unpacked(delivery.feed, delivery.size)
            if sum(part.file_size for part in parts.infolist()) > most:
                raise too_much(delivery.feed, delivery.file, most)
            lengths, taken = _lengths(delivery, parts), 0
            for name in parts.namelist():
                with parts.open(name) as part:
                    taken += _check_cells(delivery, part, lengths)
                if taken > most:
                    raise too_much(delivery.feed, delivery.file, most)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
        *(ExpatError, ValueError),
    ) as error:
        raise refused(
            delivery, "cannot be read as a workbook (xlsx): it is damaged or cut off"
        ) from error


def _lengths(delivery: Delivery, parts: zipfile.ZipFile) -> np.ndarray:
    """How long each text is that cells share."""
    names = [name for name in parts.namelist() if name.lower().endswith(PART)]
    if len(names) > 1:
        raise refused(delivery, f"has {len(names)} lists of shared texts")
    if not names:
        return np.array([], dtype=np.int64)
    with parts.open(names[0]) as part:
        lengths = text_lengths(part)
    if lengths.max(initial=0) > LONGEST:
        raise refused(
            delivery,
            f"has a text of {lengths.max():,} characters; a cell holds {LONGEST:,} at most",
        )
    return lengths


def _check_cells(delivery: Delivery, part: IO[bytes], lengths: np.ndarray) -> int:
    """Read a part to its end, which checks it, and refuse a cell that is too far out.

    Gives the characters that its cells take from the shared texts of these ``lengths``.
    """
    rows = columns = taken = 0
    rest = cut = b""
    while chunk := part.read(CHUNK):
        taken += shared_text(cut + chunk, lengths)
        for letters, digits in PLACE.findall(rest + chunk):
            rows = max(rows, int(digits or 0))
            columns = max(columns, _number(letters.upper()))
        rest, cut = chunk[-LONGEST_PLACE:], chunk[-LONGEST_CELL:]
    if rows * columns > MOST_CELLS:
        raise refused(
            delivery,
            f"has a sheet with cells as far out as row {rows:,} and column {columns:,}",
            "without whatever stands outside the table",
        )
    return taken


def _number(letters: bytes) -> int:
    """The number of the column called so: 1 is A, 27 is AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def refused(delivery: Delivery, why: str, how: str = "as agreed") -> DeliveryRefused:
    """Why a workbook goes back, and how it would be read."""
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} {why}.",
        f"Ask {delivery.feed.owner} to deliver it {how}; the contract is {delivery.feed.contract}.",
    )
