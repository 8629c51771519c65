"""Look at a delivered file before it is read: its hash, its encoding, and whether it is whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from typing import BinaryIO

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.archive import open_content
from lakehouse.store.formats.encodings import is_wide
from lakehouse.store.formats.seen_text import SeenText

CHUNK = 1 << 20
TEXT = ("csv", "gtfs", "json", "jsonl")  # formats that are text in the contract's encoding
# What the sample city writes beside its departments' folders, and the file that shows it is one.
NOT_DELIVERED, OF_A_SAMPLE = ("truth", "damaged"), Path("truth", "files.csv")


@dataclass(frozen=True)
class Delivery:
    """One delivered file: ``file`` relative to the city's folder, ``hash`` of its content.

    Hash, ``size`` and all below it are of the unpacked content: packed again it is the same
    delivery. ``bad_byte`` is the offset of the first byte that is not text in the contract's
    encoding. ``quotes`` and ``last_byte`` are of the text as UTF-8 where that is UTF-16 or UTF-32.
    ``seen`` is what :func:`on_disk` told of the file before it was read, at ``looked_at`` (ns).
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
    seen: tuple[int, ...] = (0, 0, 0, 0)
    looked_at: int = 0

    def open(self) -> BinaryIO:
        """Its content, unpacked; raises :class:`DeliveryRefused` when it cannot be."""
        return open_content(self.feed, self.path, self.file)


def delivered_files(feed: Feed, folder: Path) -> list[Path]:
    """The feed's files, by name; raises :class:`DeliveryMissing` when the folder is not there.

    A pattern or a link that leads out of ``folder`` finds nothing, and neither does one that leads
    to what a generated city keeps beside its deliveries: the truth, and damaged copies.
    """
    if not folder.is_dir():
        raise DeliveryMissing(
            f"{feed.name}: the departments' folder {folder} does not exist.",
            "Make the sample city's with citylake sample; another city's: set CITYLAKE_DATA to "
            "the folder that holds it.",
        )
    if Path(feed.glob).is_absolute():
        return []
    root = folder.resolve()
    but = set(folder.glob(feed.but)) if feed.but else set()
    found = (p for p in folder.glob(feed.glob) if p.is_file() and not p.name.startswith("."))
    inside = (p for p in found if p not in but and p.resolve().is_relative_to(root))
    shut = [root / name for name in NOT_DELIVERED] if (root / OF_A_SAMPLE).is_file() else []
    return sorted(p for p in inside if not any(map(p.resolve().is_relative_to, shut)))


def inspect_file(feed: Feed, path: Path, folder: Path) -> Delivery:
    """Hash the content and check its text in one pass, a chunk at a time.

    Raises :class:`DeliveryRefused` for a file that cannot be opened, and for a packed one that is
    damaged or unpacks to too much.
    """
    relative = path.relative_to(folder).as_posix()
    looked_at = time_ns()
    try:
        seen, content = on_disk(path), open_content(feed, path, relative)
    except OSError as error:  # moved away since it was listed, or not ours to read
        raise DeliveryRefused(
            f"{feed.name}: {relative} cannot be opened ({error.strerror}).",
            f"Ask {feed.owner} to deliver it again, readable for the platform.",
        ) from error
    said = feed.encoding if feed.format in TEXT else "utf-8"
    digest, text = hashlib.sha256(), SeenText(said, feed.quote)
    try:
        with content as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                text.add(chunk)
        text.add(b"")
    except UnicodeError as error:
        raise _without_mark(feed, relative) from error
    return Delivery(
        *(feed, path, relative, digest.hexdigest(), text.size, text.last, text.quotes, text.bad),
        looks_utf8=text.is_utf8 and not text.ascii_only,
        start=text.start,
        seen=seen,
        looked_at=looked_at,
    )


def on_disk(path: Path) -> tuple[int, ...]:
    """Size, times of the last change of content and of anything (ns), inode.

    Other ones mean that the file may have changed: a copy can keep the first time, not the second.
    """
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def refuse_changed(delivery: Delivery) -> None:
    """Raise :class:`DeliveryRefused` when the file changed since it was hashed.

    Its rows would else land under the hash of another content, and land again later.
    """
    if not delivery.path.exists() or on_disk(delivery.path) != delivery.seen:
        raise DeliveryRefused(
            f"{delivery.feed.name}: {delivery.file} changed while it was being read.",
            f"Land {delivery.feed.name} again once {delivery.feed.owner} has finished copying it.",
        )


def _without_mark(feed: Feed, file: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{feed.name}: {file} is not text in {feed.encoding}: it does not begin with a byte order "
        "mark.",
        f"Ask {feed.owner} to deliver it in {feed.encoding}; if the department never writes that "
        f"mark, say encoding: {feed.encoding}-le (or -be) in {feed.contract}.",
    )


def refuse_damaged(delivery: Delivery) -> None:
    """Raise :class:`DeliveryRefused` for a file that is empty, cut off or in another encoding.

    Only CSV is text without an end of its own: the readers of other formats find damage themselves.
    """
    feed, where = delivery.feed, f"{delivery.feed.name}: {delivery.file}"
    if delivery.size == 0:
        raise DeliveryRefused(f"{where} is empty.", f"Ask {feed.owner} to deliver it again.")
    if feed.format not in TEXT:
        return
    # UTF-16 and UTF-32 write the marks of ASCII with zero bytes, and nothing else does.
    if (b"\0" in delivery.start) != is_wide(feed.encoding):
        seen = "no zero bytes" if is_wide(feed.encoding) else "zero bytes (UTF-16? a spreadsheet?)"
        raise DeliveryRefused(
            f"{where} is not text in {feed.encoding}: it has {seen}.",
            f"Ask {feed.owner} to deliver it in {feed.encoding}, or change encoding in "
            f"{feed.contract}.",
        )
    other = {"iso-8859-1", "latin-1", "windows-1252", "cp1252"}
    if feed.encoding.lower() in other and delivery.looks_utf8:
        raise DeliveryRefused(
            f"{where} is UTF-8, the contract says {feed.encoding}.",
            f"Ask {feed.owner} to deliver it as agreed, or change encoding in {feed.contract}.",
        )
    if feed.delimited:
        _refuse_cut_off(delivery, where)


def _refuse_cut_off(delivery: Delivery, where: str) -> None:
    feed = delivery.feed
    if feed.line_breaks and delivery.quotes % 2:
        raise DeliveryRefused(
            f"{where} is cut off or damaged: a quoted field is never closed.",
            f"Ask {feed.owner} to deliver it again.",
        )
    # Of a member of a zip the checksum has shown that it is whole.
    if feed.final_newline and not feed.member and delivery.last_byte not in (b"\n", b"\r"):
        raise DeliveryRefused(
            f"{where} is cut off: it ends in the middle of a row.",
            f"Ask {feed.owner} to deliver it again; if the department never ends its last line, "
            f"say finalNewline: false in {feed.contract}.",
        )
