"""Bring one feed's table up to date with what landed, and show that no row was lost on the way."""

from __future__ import annotations

from typing import Any

from pyspark.sql import functions as F

from lakehouse.checks.mask import is_broken
from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.fingerprint import fingerprint, platform_code
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landing import landed_rows
from lakehouse.store.state import Made, recall, remember
from lakehouse.store.vocabulary import Codes, as_vocabulary
from lakehouse.transform.typed import broken, good, mask_names, typed

DELIVERED = ("_delivery", "_sequence", "_file", "_landed_at", "_run")


def refresh(lake: Lake, feed: Feed, table: Table, codes: Codes, run: str) -> Written | None:
    """Compute ``table`` and the feed's quarantine from all that landed; None when nothing changed.

    Both are pure functions of the landed rows and the contract, so doing it again, after a kill
    or not, ends in the same tables. Raises :class:`PromiseBroken` when a row is unaccounted for.
    """
    landed = feed.landed
    made_of = fingerprint(feed, table, codes, lake.version(landed), platform_code())
    before = recall(lake.root, feed.name)
    if before and before.fingerprint == made_of and before.version == lake.version(table):
        return None
    rows = typed(landed_rows(lake, feed), feed).persist()
    try:
        balance = _balance(lake, feed, rows)
        held = sum(b["quarantined"] for b in balance)
        # Quarantine first: a kill in between must not leave a table whose refused rows are lost.
        lake.quarantine(feed.name, broken(rows, feed) if held else None)
        chosen = as_vocabulary(lake.spark, good(rows, feed), feed, table, codes)
        about = {"run": run, "reads": [f"{landed.name}@{lake.version(landed)}"], "made_of": made_of}
        written = lake.write(table, chosen, about)
    finally:
        rows.unpersist()
    facts = {"balance": balance}
    remember(lake.root, feed.name, Made(made_of, written.version, written.rows, held, facts))
    return Written(
        *(table, written.version, written.rows, written.before),
        *(written.quarantined + held, written.seconds),
    )


def _balance(lake: Lake, feed: Feed, rows: Any) -> list[dict[str, Any]]:
    """delivered = good + quarantined for each delivery; raises when a row is missing."""
    bad = is_broken(mask_names(feed))
    # The row counts come from Delta's own log: a count independent of the rows just read.
    counted = rows.groupBy(*DELIVERED).agg(
        F.count(F.lit(1)).alias("delivered"),
        F.count(F.when(~bad, 1)).alias("good"),
        F.count(F.when(bad, 1)).alias("quarantined"),
    )
    found = [r.asDict() for r in counted.orderBy("_sequence").collect()]
    stored, seen = lake.rows(feed.landed), sum(r["delivered"] for r in found)
    if stored != seen or any(r["delivered"] != r["good"] + r["quarantined"] for r in found):
        raise PromiseBroken(
            f"{feed.name}: landed {stored:,} rows, but {seen:,} were good or quarantined.",
            "Do not use the table; run citylake land again and report it if it stays.",
        )
    return [{"feed": feed.name, **{k.lstrip("_"): v for k, v in r.items()}} for r in found]
