"""Open what a contract means of a delivered file: all of it, or the member of a zip it names."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from lakehouse.declare.errors import DeliveryRefused, did_you_mean, listed
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.packed import CHUNK, MAGIC, most_unpacked, open_file, too_much

MOST_MEMBERS = 10_000  # a GTFS has some thirty
LOCKED = 0x1  # bit 0 of the general purpose flag, APPNOTE 4.4.4
PACKED_AGAIN = (b"PK\x03\x04", b"PK\x05\x06", MAGIC)
SHOWN = 8  # members that an error lists
# All that zipfile raises of bytes that somebody damaged or made up.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError),
    *(ValueError, ArithmeticError, LookupError, struct.error),
)


def open_content(feed: Feed, path: Path, file: str) -> BinaryIO:
    """The bytes that a feed's rows are read from.

    A member of a zip is read out of it where it lies: nothing is unpacked to disk, so it does not
    matter which paths the members claim. Opening and reading raise :class:`DeliveryRefused` naming
    ``file`` when it is damaged, locked, lacks the member or unpacks to too much.
    """
    return _open_member(feed, path, file) if feed.member else open_file(feed, path, file)


def _open_member(feed: Feed, path: Path, file: str) -> BinaryIO:
    stream = open_file(feed, path, file)
    try:
        archive = zipfile.ZipFile(stream)
        member = cast(zipfile.ZipExtFile, archive.open(_the_one(feed, archive, file)))
        if member.peek(4).startswith(PACKED_AGAIN):
            raise _refused(feed, file, f"has a {feed.member} that is packed once more")
    except DeliveryRefused:
        stream.close()
        raise
    except DAMAGED as error:
        stream.close()
        raise _damaged(feed, file) from error
    most = most_unpacked(feed, path.stat().st_size)
    return cast(BinaryIO, io.BufferedReader(_Member(stream, member, feed, file, most), CHUNK))


def _the_one(feed: Feed, archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    """The member by its whole name; two of one name would leave open which was meant."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _refused(feed, file, f"has {len(members):,} members")
    found = [m for m in members if m.filename == feed.member]
    if not found:
        names = [m.filename for m in members if not m.is_dir()]
        shown = listed(names, SHOWN) or "none"
        inside = next((n for n in names if n.endswith(f"/{feed.member}")), None)
        hint = f" (is it {inside}?)" if inside else did_you_mean(feed.member, names)
        raise _refused(feed, file, f"has no member {feed.member}{hint}; it has {shown}")
    if len(found) > 1:
        raise _refused(feed, file, f"has {feed.member} {len(found)} times")
    if found[0].flag_bits & LOCKED:
        raise _refused(feed, file, "is locked by a password")
    return found[0]


class _Member(io.RawIOBase):
    """A member's content, until it is more than ``most`` bytes; its end checks the checksum."""

    def __init__(
        self, stream: BinaryIO, member: zipfile.ZipExtFile, feed: Feed, file: str, most: int
    ) -> None:
        self._stream, self._member, self._said, self._left = (
            stream,
            member,
            (feed, file, most),
            most,
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        feed, file, most = self._said
        try:
            piece = self._member.read(len(buffer))
        except DAMAGED as error:
            raise _damaged(feed, file) from error
        self._left -= len(piece)
        if self._left < 0:
            raise too_much(feed, file, most)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._member.close()
        self._stream.close()
        super().close()


def _damaged(feed: Feed, file: str) -> DeliveryRefused:
    return _refused(feed, file, "cannot be read as a zip: it is damaged, cut off or none")


def _refused(feed: Feed, file: str, why: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{feed.name}: {file} {why}.",
        f"Ask {feed.owner} to deliver a zip with {feed.member} in it, as {feed.contract} says.",
    )
