"""The entry of a contract that says from which open-data portal its feed can be fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from open_data_contract_standard.model import Server

from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import KINDS, LARGEST_PAGE, PAGE, TAKES, Portal
from lakehouse.store.contract.entries import a_setting, one_of, said_of
from lakehouse.store.open_data.naming import fetched_name

OF_PORTAL = ("portal", "dataset", "since", "where", "order", "pageSize", "token", "take")
# What each kind of portal cannot be asked.
NOT_OF = {
    "socrata": ("take",),
    "ckan": ("since", "where"),
    "url": ("dataset", "since", "where", "order", "pageSize", "take"),
}
IDS = {"socrata": r"[a-z0-9]{4}-[a-z0-9]{4}", "ckan": r"[A-Za-z0-9_-]+"}
FIELD = r":?@?[a-z_][a-z0-9_]*"
ORDER = r"[\w:@]+( (asc|desc))?(, ?[\w:@]+( (asc|desc))?)*"
FORMATS = {"socrata": ("csv", "json", "jsonl", "geojson"), "ckan": ("csv", "json", "jsonl")}


def a_portal(where: str, servers: list[Server], feed: Feed) -> Portal | None:
    """The portal among a contract's servers (``type: api``), None when it names none.

    Raises :class:`PlanError` naming file and entry.
    """
    found = [s for s in servers if s.type == "api"]
    if not found:
        return None
    if len(found) > 1:
        raise PlanError(f"{where}: names two portals (type: api).", "Keep one.")
    said = said_of(where, found[0].customProperties, OF_PORTAL, "the portal's")
    kind = one_of(where, "portal", said.get("portal", ""), KINDS)
    for name in NOT_OF[kind]:
        if name in said:
            raise PlanError(f"{where}: a portal of kind {kind} has no '{name}'.", "Remove it.")
    portal = Portal(
        kind,
        _a_location(where, kind, found[0].location or ""),
        dataset=_matching(where, "dataset", said.get("dataset", ""), IDS.get(kind, "")),
        since=_matching(where, "since", said.get("since", ""), f"({FIELD})?"),
        where=said.get("where", ""),
        order=_matching(where, "order", said.get("order", ""), f"({ORDER})?"),
        page=_a_page(where, said.get("pageSize", str(PAGE))),
        token=a_setting(where, "token", said.get("token", "")),
        take=one_of(where, "take", said.get("take", "rows"), TAKES),
    )
    _refuse_unfit(where, portal, feed)
    return portal


def _a_location(where: str, kind: str, said: str) -> str:
    try:
        parts = urlsplit(said)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.username or parts.password or parts.fragment or re.search(r"\s", said):
        # Not repeated here: a password may stand in it.
        raise PlanError(
            f"{where}: the portal's location is no plain web address.",
            "Write https:// and the host, without user or password.",
        )
    if kind != "url" and parts.query:
        raise PlanError(
            f"{where}: the portal's location asks a question (?).", "Write the address alone."
        )
    return said if kind == "url" else said.rstrip("/")


def _matching(where: str, name: str, said: str, pattern: str) -> str:
    if not re.fullmatch(pattern, said):
        raise PlanError(
            f"{where}: {name} is '{said}', which no portal of its kind knows.",
            "Copy it from the portal's page on its API.",
        )
    return said


def _a_page(where: str, said: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", said) or not 1 <= int(said) <= LARGEST_PAGE:
        raise PlanError(
            f"{where}: pageSize is '{said}'.", f"Give a number of rows from 1 to {LARGEST_PAGE:,}."
        )
    return int(said)


def _refuse_unfit(where: str, portal: Portal, feed: Feed) -> None:
    if portal.paged:
        one_of(where, f"format, for rows of {portal.kind},", feed.format, FORMATS[portal.kind])
    if portal.paged and feed.quote != '"':
        raise PlanError(f'{where}: rows of a portal are quoted by ".', "Leave out quote.")
    # Pages are written one behind the other, and such an encoding begins each with its mark.
    if portal.paged and "".encode(feed.encoding):
        raise PlanError(
            f"{where}: rows of a portal cannot be put together in {feed.encoding}.",
            "Say encoding: utf-8.",
        )
    if portal.since and feed.mode == "snapshot":
        raise PlanError(
            f"{where}: 'since' fetches a part, and a {feed.mode} would replace all with it.",
            "Remove since, or say deliveryMode: increment.",
        )
    if fetched_name(feed.glob, feed.but, "0") is None:
        raise PlanError(
            f"{where}: no name for a fetched file follows from the path '{feed.glob}'.",
            "Write the path with one star in the file's name, as health/visits*.csv.",
        )
    if portal.since and "*" not in feed.glob:
        raise PlanError(
            f"{where}: with 'since' every fetch is a file of its own, and the path names one.",
            "Write a star in the file's name, as health/visits*.csv.",
        )
