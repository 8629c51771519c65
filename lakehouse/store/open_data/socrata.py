"""Ask a Socrata portal (SODA 2.1): https://dev.socrata.com/docs/queries."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.door import Answer, Ask, Door, answer
from lakehouse.store.open_data.source import Page, Stamp, Window, a_count, as_json, refuse_html

SUFFIX = {"csv": "csv", "json": "json", "jsonl": "json", "geojson": "geojson"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?Z?)?")
LONGEST = 1 << 30  # of a value in a page; a shape may be long


def condition(portal: Portal, window: Window) -> str:
    """The ``$where`` of a window; a row without a time comes with the first fetch alone."""
    said = [f"({portal.where})"] if portal.where else []
    if window.first:
        said.append(f"{portal.since} >= '{window.first}'")
    if window.last:
        till = f"{portal.since} <= '{window.last}'"
        said.append(till if window.first else f"({till} OR {portal.since} IS NULL)")
    return " AND ".join(said)


def stamp_ask(portal: Portal, window: Window) -> Ask:
    """How many rows there are, and when the newest was changed."""
    select = "count(*) AS total, max(:updated_at) AS changed"
    if portal.since:
        select += f", max({portal.since}) AS newest"
    return Ask(_resource(portal, "json"), {"$select": select, **_where(portal, window)})


def page_ask(portal: Portal, window: Window, offset: int, suffix: str) -> Ask:
    """A page of rows; the row's own id makes the order one that stays."""
    order = portal.order or ":id"
    if not re.search(r"(^|[ ,]):id\b", order):
        order += ", :id"
    paging = {"$order": order, "$limit": str(portal.page), "$offset": str(offset)}
    return Ask(_resource(portal, suffix), {**paging, **_where(portal, window)})


@dataclass(frozen=True)
class Socrata:
    """A data set of a Socrata portal, in the format of its feed."""

    door: Door
    feed: Feed

    def stamp(self, window: Window) -> Stamp:
        """One row of numbers: see :func:`stamp_ask`."""
        said = as_json(self.door, answer(self.door, stamp_ask(self.door.portal, window)))
        row = said[0] if isinstance(said, list) and said else None
        if not isinstance(row, dict):
            raise trouble.not_data(self.door.where, "does not say how many rows there are")
        newest = str(row.get("newest") or "")
        if newest and not MOMENT.fullmatch(newest):
            raise trouble.not_data(
                self.door.where, f"has no times in the column {self.door.portal.since} (since)"
            )
        total = a_count(self.door, row.get("total"))
        return Stamp(total, str(row.get("changed") or ""), newest)

    def page(self, window: Window, offset: int) -> Page:
        """As CSV, JSON or GeoJSON; columns of Socrata's own (``:@computed``) are left out."""
        suffix = SUFFIX[self.feed.format]
        said = answer(self.door, page_ask(self.door.portal, window, offset, suffix))
        if suffix == "csv":
            return _of_csv(self.door, self.feed, said)
        found = as_json(self.door, said)
        rows = found.get("features") if suffix == "geojson" and isinstance(found, dict) else found
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise trouble.not_data(self.door.where, "answers with what are no rows")
        return Page(
            (), rows if suffix == "geojson" else _complete(self.door, self.feed, said, rows)
        )


def _of_csv(door: Door, feed: Feed, said: Answer) -> Page:
    refuse_html(door, said.headers.get("Content-Type", ""), said.body[:200])
    try:
        text = io.StringIO(said.body.decode("utf-8-sig"), newline="")
        header, *rows = _parsed(text) or [[]]
    except (UnicodeDecodeError, csv.Error):
        raise trouble.not_data(door.where, "answers with what is not CSV") from None
    if not header or any(len(r) != len(header) for r in rows):
        raise trouble.not_data(door.where, "answers with CSV whose rows are not alike")
    kept = [i for i, name in enumerate(header) if _ours(feed, name)]
    return Page(tuple(header[i] for i in kept), [[r[i] for i in kept] for r in rows])


def _complete(door: Door, feed: Feed, said: Answer, rows: list[Any]) -> list[Any]:
    """The rows with null where Socrata leaves a value out: else a column might seem to lack."""
    header = Answer(said.headers.get("X-SODA2-Fields", "[]").encode("latin-1"), {})
    fields = as_json(door, header)
    names = {str(f): None for f in fields if _ours(feed, str(f))}
    return [{**names, **{k: v for k, v in row.items() if _ours(feed, k)}} for row in rows]


def _ours(feed: Feed, name: str) -> bool:
    return not name.startswith(":") or any(c.header == name for c in feed.columns)


def _resource(portal: Portal, suffix: str) -> str:
    return f"{portal.location}/resource/{portal.dataset}.{suffix}"


def _where(portal: Portal, window: Window) -> dict[str, str]:
    said = condition(portal, window)
    return {"$where": said} if said else {}


def _parsed(text: Iterable[str]) -> list[list[str]]:
    """The rows of a CSV text; the limit is Python's own for all, so it is given back."""
    before = csv.field_size_limit(LONGEST)
    try:
        return list(csv.reader(text, strict=True))
    finally:
        csv.field_size_limit(before)
