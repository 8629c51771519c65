"""What was said of deliveries, kept: refused ones, and those that landed with a warning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.store.lake import Lake
from lakehouse.store.state import Made, recall, remember

REFUSED, WARNED = "refused", "warned"
KEPT = 1000  # of each feed


def keep_notices(lake: Lake, feed: Feed, refused: Iterable[object], warned: Iterable[str]) -> None:
    """Keep what was said today; said again on the same day it is kept once.

    A delivery that is refused is refused on every day until it is gone, which tells how long it
    lay there.
    """
    each = [(REFUSED, str(error)) for error in refused] + [(WARNED, text) for text in warned]
    if not each:
        return
    today = str(datetime.now(UTC).date())
    found = {(n["day"], n["kind"], n["says"]): n for n in notices_of(lake, feed)}
    for kind, says in each:
        found[today, kind, says] = {"day": today, "kind": kind, "says": says}
    facts = {"notices": list(found.values())[-KEPT:]}
    remember(lake.root, f"{feed.name}.notices", Made("", 0, len(found), facts=facts))


def notices_of(lake: Lake, feed: Feed) -> list[dict[str, Any]]:
    """What was kept of the feed, the oldest first."""
    made = recall(lake.root, f"{feed.name}.notices")
    return list(made.facts.get("notices", [])) if made else []
