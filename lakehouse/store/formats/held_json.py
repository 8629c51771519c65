"""Read a JSON file that is held in memory, unless its values would take far more than its text."""

from __future__ import annotations

from typing import BinaryIO

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.packed import CHUNK, MIB, MOST_IN_MEMORY

# An empty object takes 72 bytes in memory and 3 in the file, a number with a point 112: this many
# take some 2 GiB.
MOST_VALUES = 20_000_000
OPENING = (b"{", b"[", b",")


def held(delivery: Delivery, stream: BinaryIO) -> bytes:
    """All bytes of the stream, which is text in UTF-8.

    Raises :class:`DeliveryRefused` as soon as there are more than 1 GiB, or more brackets and
    commas than 20 million values have (a comma within a text counts too).
    """
    found, values = bytearray(), 0
    while chunk := stream.read(CHUNK):
        found += chunk
        values += sum(chunk.count(mark) for mark in OPENING)
        if values > MOST_VALUES:
            raise _refused(delivery, f"holds more than {MOST_VALUES:,} values")
        if len(found) > MOST_IN_MEMORY:
            raise _refused(delivery, f"is text of more than {MOST_IN_MEMORY // MIB:,} MiB")
    return bytes(found)


def _refused(delivery: Delivery, why: str) -> DeliveryRefused:
    feed = delivery.feed
    lines = f", or with one object on each line and format: jsonl in {feed.contract}"
    return DeliveryRefused(
        f"{feed.name}: {delivery.file} {why}: too much to be held in memory at once.",
        f"Ask {feed.owner} to deliver it in parts{lines if feed.format == 'json' else ''}.",
    )
