"""Every row of a feed is accounted for at each step, or the step is named and fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.store.delta import delta_log
from lakehouse.store.lake import Lake
from lakehouse.tables.quarantine import row as quarantine_row

Balance = Iterable[Mapping[str, Any]]


def balanced(lake: Lake, feed: Feed, balance: Balance) -> None:
    """Raise unless landed = delivered = good + quarantined, before anything is made of the rows."""
    each = list(balance)
    # The row counts come from Delta's own log: a count independent of the rows just read.
    stored, seen = lake.rows(feed.landed), sum(b["delivered"] for b in each)
    if stored != seen:
        raise _lost(feed, "typing", f"{stored:,} rows landed, {seen:,} were typed")
    for b in each:
        if b["delivered"] != b["good"] + b["quarantined"]:
            found = (
                f"of {b['delivered']:,} rows {b['good'] + b['quarantined']:,} are good or broken"
            )
            raise _lost(feed, "typing", f"{b['file']}: {found}")


def held_back(lake: Lake, feed: Feed, balance: Balance) -> None:
    """Raise unless quarantine holds just the rows that were counted as broken."""
    counted = sum(b["quarantined"] for b in balance)
    kept = delta_log.rows(lake.path(quarantine_row), ("source", feed.name))
    if kept != counted:
        raise _lost(feed, "quarantine", f"{counted:,} rows are broken, {kept:,} are held")


def _lost(feed: Feed, step: str, found: str) -> PromiseBroken:
    return PromiseBroken(
        f"{feed.name}: the step '{step}' does not add up: {found}.",
        "Do not use the table; run citylake land again and report it if it stays.",
    )
