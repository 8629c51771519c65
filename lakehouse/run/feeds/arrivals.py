"""Whether each feed reaches as far as its cadence promises: one source for page, table, command."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.portal import Source
from lakehouse.portal.views.arrival import status_of
from lakehouse.run.quality.scores import day_of, delivered, late_after
from lakehouse.store.lake import Lake
from lakehouse.store.state import recall

SAID = {"ok": "on time", "late": "late", "none": "missing", "undated": "undated"}


def source_of(lake: Lake, feed: Feed, table: Table, quality: float | None = None) -> Source:
    """The feed as pages tell of it; ``table`` is the one that it fills.

    A register, or what happens rarely, tells of no day: it is late by the day it last came.
    """
    made = recall(lake.root, feed.name)
    balance = made.facts.get("balance", []) if made else []
    return Source(
        name=feed.name.replace("_", " "),
        owner=feed.owner,
        last_day=lake.newest(table, table.happened_at) if table.paces else None,
        delivered=sum(b["delivered"] for b in balance),
        good=sum(b["good"] for b in balance),
        quarantined=sum(b["quarantined"] for b in balance),
        files=len(balance),
        late_after=late_after(feed),
        quality=quality,
        last_landed=max(map(day_of, delivered(balance)), default=None),
        promised=bool(feed.cadence or feed.latency),
    )


def arrival_of(feed: Feed, source: Source, as_of: date) -> tuple[Any, ...]:
    """A row of ``governance.arrival``."""
    heard = source.heard
    late_from = heard + timedelta(days=source.late_after) if heard else None
    days = (source.last_day, source.last_landed, late_from, as_of)
    return (feed.name, feed.owner, feed.cadence or None, *days, SAID[status_of(source, as_of)])
