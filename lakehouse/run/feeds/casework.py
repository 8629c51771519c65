"""Keep a feed's quarantined rows as cases, and close those that a later delivery answers."""

from __future__ import annotations

from collections.abc import Collection

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed
from lakehouse.store.delta.files import part_frame
from lakehouse.store.held import at_hand, holding
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import Counted
from lakehouse.store.landed.raw_rows import open_identities
from lakehouse.tables.quarantine import row as quarantine_row
from lakehouse.transform.cases import as_kept, broken, followed
from lakehouse.transform.typed import RELEASED

FEW = 1_000  # identities that a row is compared with one by one
OPEN = "closed_as is null or closed_as = 'replaced'"


def hold_cases(
    lake: Lake, feed: Feed, counted: Counted, new: Collection[str] | None = None
) -> None:
    """Write what ``counted`` says of the feed's quarantine: of all its deliveries, or of ``new``.

    Of earlier deliveries only those are written again of which a new one closes a case. Doing it
    again after a kill ends in the same rows.
    """
    held = any(b["quarantined"] for b in counted.balance)
    waiting = [] if new is None else _waiting(lake, feed, new)
    if waiting and not held and not _may_answer(counted, waiting, feed):
        return
    found = broken(counted.rows, feed)
    if not waiting:
        if held and len(counted.balance) > 1:
            found = followed(at_hand(found), counted.rows, feed, counted.balance)
        lake.quarantine(feed.name, as_kept(found) if held else None, new)
        return
    assert new is not None
    earlier = _earlier(lake, feed, new)
    opened = earlier.where(OPEN).withColumn("_sequence", F.lit(0).cast("bigint"))
    cases = at_hand(opened.unionByName(found) if held else opened)
    with holding() as hold:
        after = at_hand(followed(cases, counted.rows, feed, counted.balance), hold)
        mended = ~F.col("delivery").isin(sorted(new)) & ~F.col("closed_by").eqNullSafe(
            F.col("_was")
        )
        closed = {r["delivery"] for r in after.where(mended).select("delivery").collect()}
        if held or closed:
            changed = sorted({*new, *closed})
            stay = earlier.where(f"not ({OPEN})").unionByName(as_kept(after))
            stay = stay.where(F.col("delivery").isin(changed))
            lake.quarantine(feed.name, stay, changed)


def _waiting(lake: Lake, feed: Feed, new: Collection[str]) -> list[str | None]:
    """The identity, where known, of each case of an earlier delivery that may still be closed."""
    if {"source": feed.name} not in lake.parts(quarantine_row):
        return []
    return open_identities(lake.root, feed.name, new)


def _may_answer(counted: Counted, waiting: Collection[str | None], feed: Feed) -> bool:
    """Whether a row of ``counted`` may close one of these cases; most days none does."""
    if feed.mode == "snapshot" or any(b["file"].startswith(RELEASED) for b in counted.balance):
        return True
    known = [identity for identity in waiting if identity]
    if len(known) > FEW:
        return True
    named = counted.kept.where("_fit").where(F.sha2("_identity", 256).isin(known))
    return bool(known) and not named.isEmpty()


def _earlier(lake: Lake, feed: Feed, new: Collection[str]) -> DataFrame:
    """What is quarantined of earlier deliveries."""
    rows = part_frame(lake.spark, lake.path(quarantine_row), ("source", feed.name))
    rows = rows.select(*quarantine_row.column_names)
    return rows.where(~F.col("delivery").isin(sorted(new)))
