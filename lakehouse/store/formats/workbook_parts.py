"""Look through a workbook's parts (xlsx is a zip of XML) before anything trusts what they say."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import CHUNK, most_unpacked, too_much

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted workbooks
MOST_CELLS = 50_000_000  # from A1 to the last one: a reader keeps them all, filled or not
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,8})([0-9]{0,12})""")
LONGEST_PLACE = 40  # bytes: what the end of one chunk may hold of it


def refuse_unsound(delivery: Delivery) -> None:
    """Raise :class:`DeliveryRefused` for a damaged or locked workbook and one that is too large.

    Every part is unpacked once, so that its size and checksum are known and not believed, and
    so is the place of its last cell: one that is far out costs memory for all before it.
    """
    if delivery.start.startswith(OLD_OR_LOCKED):
        raise refused(delivery, "is an old workbook (xls) or locked by a password", "as open xlsx")
    try:
        with delivery.open() as stream, zipfile.ZipFile(stream) as parts:
            most = most_unpacked(delivery.feed, delivery.size)
            if sum(part.file_size for part in parts.infolist()) > most:
                raise too_much(delivery.feed, delivery.file, most)
            for name in parts.namelist():
                with parts.open(name) as part:
                    _check_places(delivery, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise refused(
            delivery, "cannot be read as a workbook (xlsx): it is damaged or cut off"
        ) from error


def _check_places(delivery: Delivery, part: IO[bytes]) -> None:
    """Read a part to its end, which checks it, and refuse a cell that is too far out."""
    rows = columns = 0
    rest = b""
    while chunk := part.read(CHUNK):
        for letters, digits in PLACE.findall(rest + chunk):
            rows = max(rows, int(digits or 0))
            columns = max(columns, _number(letters.upper()))
        rest = chunk[-LONGEST_PLACE:]
    if rows * columns > MOST_CELLS:
        raise refused(
            delivery,
            f"has a sheet with cells as far out as row {rows:,} and column {columns:,}",
            "without whatever stands outside the table",
        )


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
