"""Which rows of a feed of corrections correct nothing: no delivery before had their key."""

from __future__ import annotations

from collections.abc import Collection

from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import Counted, landed_rows
from lakehouse.transform.typed import RELEASED, identified


def never_delivered(
    lake: Lake, feed: Feed, counted: Counted, accepted: Collection[str]
) -> list[str]:
    """A notice for each ``accepted`` new delivery with good rows whose key came in none before it.

    The feed's first delivery is what later ones correct, and a row that was held back was
    delivered too. Empty for feeds of another mode: nothing is asked of their rows.
    """
    if feed.mode != "correction":
        return []
    new = [b for b in counted.balance if b["delivery"] in accepted]
    corrections = [b for b in new if not str(b["file"]).startswith(RELEASED)]
    if not lake.exists(feed.landed):
        corrections = corrections[1:]  # in the order of their numbers
    if not corrections:
        return []
    rows = counted.kept.where(F.col("_delivery").isin([b["delivery"] for b in new]))
    every = rows.select("_identity", "_sequence", "_delivery", "_fit")
    if lake.exists(feed.landed):
        # A refused delivery gives its number on, so what landed counts as before all that is new.
        before = identified(landed_rows(lake, feed), feed).select(
            *("_identity", F.lit(-1).alias("_sequence"), "_delivery", F.lit(True).alias("_fit"))
        )
        every = every.unionByName(before)
    came = F.min_by(F.struct("_delivery", "_fit"), "_sequence").alias("first")
    first = every.groupBy("_identity").agg(came).where("first._fit").groupBy("first._delivery")
    found = first.agg(F.count(F.lit(1)).alias("n")).collect()
    keys = {str(r["_delivery"]): int(r["n"]) for r in found}
    return [
        f"{feed.name}: {b['file']}: {keys[b['delivery']]:,} keys that no delivery had before; a "
        "correction corrects nothing there, and its rows were added."
        for b in corrections
        if b["delivery"] in keys
    ]
