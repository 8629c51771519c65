"""Bring one feed's table up to date with what landed, and show that no row was lost on the way."""

from __future__ import annotations

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.fingerprint import fingerprint, platform_code
from lakehouse.store.counted import Counted, count, landed_rows, release
from lakehouse.store.lake import Lake, Written
from lakehouse.store.state import Made, recall, remember
from lakehouse.store.vocabulary import Codes, as_vocabulary, words
from lakehouse.transform.typed import broken, good


def refresh(
    lake: Lake, feed: Feed, table: Table, codes: Codes, run: str, counted: Counted | None = None
) -> Written | None:
    """Compute ``table`` and the feed's quarantine from all that landed; None when nothing changed.

    ``counted`` are the typed rows when landing made them already; they are released.

    Both are pure functions of the landed rows and the contract, so doing it again, after a kill
    or not, ends in the same tables. Raises :class:`PromiseBroken` when a row is unaccounted for.
    """
    landed = feed.landed
    made_of = fingerprint(feed, table, codes, lake.version(landed), platform_code())
    before = recall(lake.root, feed.name)
    if before and before.fingerprint == made_of and before.version == lake.version(table):
        return None
    try:
        counted = counted or count(landed_rows(lake, feed), feed)
        _balanced(lake, feed, counted)
        rows, balance = counted.rows, counted.balance
        held = sum(b["quarantined"] for b in balance)
        # Quarantine first: a kill in between must not leave a table whose refused rows are lost.
        lake.quarantine(feed.name, broken(rows, feed) if held else None)
        chosen = as_vocabulary(lake.spark, good(rows, feed, len(balance)), feed, table, codes)
        about = {"run": run, "reads": [f"{landed.name}@{lake.version(landed)}"], "made_of": made_of}
        written = lake.write(table, chosen, about)
        said = words(counted.kept.where("_fit"), feed, codes)
    finally:
        if counted:
            release(lake, feed, counted)
    facts = {"balance": balance, "words": said}
    remember(lake.root, feed.name, Made(made_of, written.version, written.rows, held, facts))
    return Written(
        *(table, written.version, written.rows, written.before),
        *(written.quarantined + held, written.seconds),
    )


def _balanced(lake: Lake, feed: Feed, counted: Counted) -> None:
    """Raise unless delivered = good + quarantined in each delivery and no landed row is lost."""
    # The row counts come from Delta's own log: a count independent of the rows just read.
    found = counted.balance
    stored, seen = lake.rows(feed.landed), sum(r["delivered"] for r in found)
    if stored != seen or any(r["delivered"] != r["good"] + r["quarantined"] for r in found):
        raise PromiseBroken(
            f"{feed.name}: landed {stored:,} rows, but {seen:,} were good or quarantined.",
            "Do not use the table; run citylake land again and report it if it stays.",
        )
