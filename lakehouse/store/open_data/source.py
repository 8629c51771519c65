"""What every portal of rows can be asked: how many there are, and a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from lakehouse.store.formats.json_rows import UNREADABLE, parsed
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.door import Answer, Door

HTML = (b"<!doctype", b"<html", b"<?xml")


@dataclass(frozen=True)
class Window:
    """Which rows: those whose ``since`` column is from ``first`` to ``last``; empty is no limit."""

    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Stamp:
    """What changes whenever the rows of a window do: their number, and marks of the newest.

    ``newest`` is the largest value of the ``since`` column.
    """

    total: int
    mark: str = ""
    newest: str = ""


@dataclass(frozen=True)
class Page:
    """Rows of one answer: lists under ``columns`` (CSV), else objects."""

    columns: tuple[str, ...]
    rows: list[Any]


class Source(Protocol):
    """A portal that gives rows page by page."""

    def stamp(self, window: Window) -> Stamp:
        """The stamp of a window now."""

    def page(self, window: Window, offset: int) -> Page:
        """The rows from ``offset`` on, in an order that stays: as many as the portal gives."""


def as_json(door: Door, said: Answer) -> Any:
    """The value of a JSON answer; raises :class:`DeliveryRefused` for a page for people."""
    refuse_html(door, said.headers.get("Content-Type", ""), said.body[:200])
    try:
        return parsed(said.body.decode("utf-8-sig"))
    except UNREADABLE:
        raise trouble.not_data(door.where, "answers with what is not JSON") from None


def refuse_html(door: Door, kind: str, start: bytes) -> None:
    """Raise :class:`DeliveryRefused` for a web page, which no feed can be."""
    html = kind.split(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if html or bare.startswith(HTML):
        raise trouble.not_data(door.where, "answers with a web page in place of data")


def a_count(door: Door, said: Any) -> int:
    """A number of rows; raises :class:`DeliveryRefused` for anything else."""
    text = str(said) if isinstance(said, int | str | Decimal) else ""
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise trouble.not_data(door.where, "does not say how many rows there are")
    return int(text)
