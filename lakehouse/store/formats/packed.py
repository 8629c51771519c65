"""Open a delivered file: plain as it is, gzip unpacked up to a limit, text as UTF-8."""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import tempfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed

MAGIC = b"\x1f\x8b"  # RFC 1952, 2.3.1
ANY_ORDER = ("parquet", "xlsx", "gtfs")  # are not read from the beginning to the end
IN_MEMORY = ("json", "geojson", "xlsx")
CHUNK = 1 << 20
MIB = 1 << 20
ALWAYS = 64 * MIB
TIMES = 100
MOST = 16 * 1024 * MIB
MOST_IN_MEMORY = 1024 * MIB


def most_unpacked(feed: Feed, packed: int) -> int:
    """Bytes that ``packed`` bytes of a feed may unpack to.

    Always 64 MiB, and up to 100 times the packed size; never more than 16 GiB, or 1 GiB where
    the format is held in memory. Tables of text shrink to a tenth, and rarely to a fiftieth.
    """
    most = MOST_IN_MEMORY if feed.format in IN_MEMORY else MOST
    return min(most, max(ALWAYS, TIMES * packed))


def too_much(feed: Feed, file: str, most: int) -> DeliveryRefused:
    """Why a file goes back that unpacks to more than ``most`` bytes."""
    return DeliveryRefused(
        f"{feed.name}: {file} unpacks to more than {most // MIB:,} MiB.",
        f"Ask {feed.owner} whether it is what they meant to deliver; if it is, to deliver it "
        "unpacked or in parts.",
    )


def open_file(feed: Feed, path: Path, file: str) -> BinaryIO:
    """The content of a file, told by its first bytes and not by its name.

    Reading raises :class:`DeliveryRefused` naming ``file`` when it is packed and damaged, cut off
    or too large. What is read in any order is unpacked to a file without a name, which goes when
    it is closed, whoever is killed.
    """
    stream = path.open("rb")
    packed = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    if not packed:
        return stream
    most = most_unpacked(feed, path.stat().st_size)
    content = cast(BinaryIO, io.BufferedReader(_Unpacked(stream, feed, file, most), CHUNK))
    return _on_disk(content) if feed.format in ANY_ORDER else content


def _on_disk(content: BinaryIO) -> BinaryIO:
    whole = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115, whoever reads it closes it
    try:
        with content:
            shutil.copyfileobj(content, whole, CHUNK)
    except BaseException:
        whole.close()
        raise
    whole.seek(0)
    return whole


class _Unpacked(io.RawIOBase):
    """What a gzip file unpacks to, until it is more than ``most`` bytes."""

    def __init__(self, stream: BinaryIO, feed: Feed, file: str, most: int) -> None:
        self._stream, self._said, self._left = stream, (feed, file, most), most
        self._unpacked = gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        feed, file, most = self._said
        try:
            taken = self._unpacked.readinto(buffer)
        except (EOFError, OSError, zlib.error) as error:
            how = "cut off" if isinstance(error, EOFError) else "damaged"
            raise DeliveryRefused(
                f"{feed.name}: {file} cannot be unpacked (gzip): it is {how}.",
                f"Ask {feed.owner} to deliver it again.",
            ) from error
        self._left -= taken
        if self._left < 0:
            raise too_much(feed, file, most)
        return taken

    def close(self) -> None:
        self._unpacked.close()
        self._stream.close()
        super().close()


class AsUtf8(io.RawIOBase):
    """A readable stream of a stream's text as UTF-8; undecodable bytes become U+FFFD.

    One damaged row must not cost the whole file: the mark is found again by a row rule.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
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
