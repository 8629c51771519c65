"""Rows from a portal as the file that their feed's contract describes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.packed import MIB
from lakehouse.store.open_data.source import Page

# What stands before, between and after the pages of a format.
FRAME = {
    "jsonl": ("", "", ""),
    "json": ("[\n", ",\n", "\n]\n"),
    "geojson": ('{"type":"FeatureCollection","features":[\n', ",\n", "\n]}\n"),
}


def page_text(feed: Feed, page: Page) -> bytes:
    """The rows of a page in the feed's format, delimiter and encoding, without a header.

    Raises :class:`DeliveryRefused` for a character that the contract's encoding has not.
    """
    if feed.format == "csv":
        return _encoded(feed, _csv(feed, page.rows))
    rows = [json.dumps(r, separators=(",", ":"), default=float) for r in page.rows]
    text = "\n".join(rows) + "\n" if feed.format == "jsonl" else ",\n".join(rows)
    return _encoded(feed, text)


def whole_text(feed: Feed, columns: Sequence[str], pages: Iterable[Path]) -> Iterator[bytes]:
    """The whole file of such pages, a piece at a time."""
    if feed.format == "csv":
        before, between, after = _csv(feed, [columns]), "", ""
    else:
        before, between, after = FRAME[feed.format]
    yield _encoded(feed, before)
    for number, page in enumerate(pages):
        if number:
            yield _encoded(feed, between)
        with page.open("rb") as stream:
            while piece := stream.read(MIB):
                yield piece
    yield _encoded(feed, after)


def _csv(feed: Feed, rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=feed.delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _encoded(feed: Feed, text: str) -> bytes:
    try:
        return text.encode(feed.encoding)
    except UnicodeEncodeError:
        raise DeliveryRefused(
            f"{feed.name}: the portal has a character that {feed.encoding} cannot hold.",
            f"Say encoding: utf-8 in {feed.contract}.",
        ) from None
