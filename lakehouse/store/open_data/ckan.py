"""Ask a CKAN portal for rows of its DataStore, or for where a resource's file lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from lakehouse.store.formats.records import spelt
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.door import Ask, Door, answer
from lakehouse.store.open_data.source import Page, Stamp, Window, a_count, as_json

ROW_ID = "_id"


def resource_ask(portal: Portal) -> Ask:
    """What the portal says of a resource: its address, when it was changed last."""
    return Ask(_action(portal, "resource_show"), {"id": portal.dataset})


def newest_ask(portal: Portal) -> Ask:
    """The total, and the row that was entered last."""
    return _search(portal, limit="1", sort=f"{ROW_ID} desc")


def page_ask(portal: Portal, offset: int) -> Ask:
    """A page of rows; the row's own id makes the order one that stays."""
    order = portal.order or ROW_ID
    if ROW_ID not in order.replace(",", " ").split():
        order += f", {ROW_ID}"
    return _search(portal, limit=str(portal.page), offset=str(offset), sort=order)


@dataclass(frozen=True)
class Ckan:
    """A resource in the DataStore of a CKAN portal."""

    door: Door
    feed: Feed

    def stamp(self, window: Window) -> Stamp:
        """Rows that come and go change the total or the newest id, a new load the resource."""
        portal = self.door.portal
        found = _result(self.door, newest_ask(portal))
        rows = _records(self.door, found)
        newest = rows[0].get(ROW_ID) if rows else None
        changed = _result(self.door, resource_ask(portal)).get("last_modified")
        return Stamp(a_count(self.door, found.get("total")), f"{newest} {changed}")

    def page(self, window: Window, offset: int) -> Page:
        """Objects without the portal's own ``_id``, as lists for CSV."""
        found = _result(self.door, page_ask(self.door.portal, offset))
        rows = _records(self.door, found)
        fields = [f.get("id") for f in found.get("fields") or [] if isinstance(f, dict)]
        own = any(c.header == ROW_ID for c in self.feed.columns)
        names = tuple(str(f) for f in fields if own or f != ROW_ID)
        if not names:
            raise trouble.not_data(self.door.where, "does not name the columns")
        if self.feed.format == "csv":
            return Page(names, [[spelt(r.get(n)) or "" for n in names] for r in rows])
        return Page(names, [{n: r.get(n) for n in names} for r in rows])


def file_address(door: Door) -> str:
    """Where the resource's file lies."""
    url = _result(door, resource_ask(door.portal)).get("url")
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        raise trouble.not_data(door.where, "does not say where the resource's file lies")
    return url


def _result(door: Door, ask: Ask) -> dict[str, Any]:
    said = as_json(door, answer(door, ask))
    found = said.get("result") if isinstance(said, dict) and said.get("success") else None
    if not isinstance(found, dict):
        raise trouble.not_data(door.where, "answers that it failed")
    return found


def _records(door: Door, found: dict[str, Any]) -> list[dict[str, Any]]:
    rows = found.get("records")
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise trouble.not_data(door.where, "answers with what are no rows")
    return rows


def _search(portal: Portal, **params: str) -> Ask:
    return Ask(_action(portal, "datastore_search"), {"resource_id": portal.dataset, **params})


def _action(portal: Portal, name: str) -> str:
    return f"{portal.location}/api/3/action/{name}"
