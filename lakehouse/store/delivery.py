"""Look at a delivered file before it is read: its hash, its encoding, and whether it is whole."""

from __future__ import annotations

import codecs
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.declare.feed import Feed

CHUNK = 1 << 20


@dataclass(frozen=True)
class Delivery:
    """One delivered file: ``file`` relative to the city's folder, ``hash`` of its content.

    ``bad_byte`` is the offset of the first byte that is not text in the contract's encoding.
    """

    feed: Feed
    path: Path
    file: str
    hash: str
    size: int
    last_byte: bytes
    quotes: int
    bad_byte: int | None
    looks_utf8: bool
    start: bytes = b""


def delivered_files(feed: Feed, folder: Path) -> list[Path]:
    """The feed's files, by name; raises :class:`DeliveryMissing` when the folder is not there.

    A pattern or a link that leads out of ``folder`` finds nothing.
    """
    if not folder.is_dir():
        raise DeliveryMissing(
            f"{feed.name}: the departments' folder {folder} does not exist.",
            "Set CITYLAKE_DATA to the folder that holds it (or make the sample city: "
            "citylake sample).",
        )
    if Path(feed.glob).is_absolute():
        return []
    root = folder.resolve()
    but = set(folder.glob(feed.but)) if feed.but else set()
    found = (p for p in folder.glob(feed.glob) if p.is_file() and not p.name.startswith("."))
    return sorted(p for p in found if p not in but and p.resolve().is_relative_to(root))


def inspect_file(feed: Feed, path: Path, folder: Path) -> Delivery:
    """Hash the file and check its text in one pass, a chunk at a time."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(feed.encoding)()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    size = quotes = 0
    last = start = b""
    bad: int | None = None
    ascii_only = is_utf8 = True
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            quotes += chunk.count(b'"')
            last, start = chunk[-1:], start or chunk[:200]
            if bad is None:
                bad = _first_bad(decoder, chunk, size)
            if not chunk.isascii():
                ascii_only = False
            if is_utf8 and _first_bad(utf8, chunk, size) is not None:
                is_utf8 = False
            size += len(chunk)
    relative = path.relative_to(folder).as_posix()
    return Delivery(
        *(feed, path, relative, digest.hexdigest(), size, last, quotes, bad),
        looks_utf8=is_utf8 and not ascii_only,
        start=start,
    )


def _first_bad(decoder: codecs.IncrementalDecoder, chunk: bytes, before: int) -> int | None:
    """Offset of the first undecodable byte of ``chunk`` in the file, None when all is text."""
    pending = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        return before - pending + error.start
    return None


def refuse_damaged(delivery: Delivery) -> None:
    """Raise :class:`DeliveryRefused` for a file that is empty, cut off or in another encoding.

    Only CSV is text without an end of its own: the readers of other formats find damage themselves.
    """
    feed, where = delivery.feed, f"{delivery.feed.name}: {delivery.file}"
    if delivery.size == 0:
        raise DeliveryRefused(f"{where} is empty.", f"Ask {feed.owner} to deliver it again.")
    if feed.format != "csv":
        return
    if b"\0" in delivery.start:
        raise DeliveryRefused(
            f"{where} is not text in {feed.encoding}: it has zero bytes (UTF-16? a spreadsheet?).",
            f"Ask {feed.owner} to deliver it in {feed.encoding}.",
        )
    if feed.line_breaks and delivery.quotes % 2:
        raise DeliveryRefused(
            f"{where} is cut off or damaged: a quoted field is never closed.",
            f"Ask {feed.owner} to deliver it again.",
        )
    if feed.final_newline and delivery.last_byte not in (b"\n", b"\r"):
        raise DeliveryRefused(
            f"{where} is cut off: it ends in the middle of a row.",
            f"Ask {feed.owner} to deliver it again; if the department never ends its last line, "
            f"say finalNewline: false in {feed.contract}.",
        )
    other = {"iso-8859-1", "latin-1", "windows-1252", "cp1252"}
    if feed.encoding.lower() in other and delivery.looks_utf8:
        raise DeliveryRefused(
            f"{where} is UTF-8, the contract says {feed.encoding}.",
            f"Ask {feed.owner} to deliver it as agreed, or change encoding in {feed.contract}.",
        )


class AsUtf8(io.RawIOBase):
    """A readable stream of a file's text as UTF-8; undecodable bytes become U+FFFD.

    One damaged row must not cost the whole file: the mark is found again by a row rule.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._stream = path.open("rb")
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._rest = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        while not self._rest and not self._ended:
            chunk = self._stream.read(CHUNK)
            self._ended = not chunk
            self._rest = self._decoder.decode(chunk, final=self._ended).encode("utf-8")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._stream.close()
        super().close()
