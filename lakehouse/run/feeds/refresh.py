"""Bring one feed's table up to date with what landed, and show that no row was lost on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.feeds.casework import hold_cases
from lakehouse.run.feeds.filling import Filling
from lakehouse.run.feeds.growing import Done, grow
from lakehouse.run.feeds.rechecked import outdated
from lakehouse.run.feeds.reconciled import balanced, held_back
from lakehouse.run.fingerprint import fingerprint, platform_code
from lakehouse.store.contract.referred import versions_of
from lakehouse.store.contract.vocabulary import Codes, as_vocabulary, words
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landed.counted import Counted, count, deliveries_of, landed_rows, release
from lakehouse.store.state import Made, recall, remember
from lakehouse.transform.typed import good


def refresh(
    lake: Lake, feed: Feed, table: Table, codes: Codes, run: str, counted: Counted | None = None
) -> Written | None:
    """Make ``table`` and the feed's quarantine those of all that landed; None when they were.

    ``counted`` are the rows that landed just now, as landing typed them; they are released. What is
    new is added where that is enough (:mod:`lakehouse.run.feeds.growing`), else all is computed;
    so it is where a table that rows refer to has changed and one of them is judged otherwise.
    Both end in the same tables, and so does doing it again after a kill. Raises
    :class:`PromiseBroken` when a row is unaccounted for.
    """
    landed, before = feed.landed, recall(lake.root, feed.name)
    contract = fingerprint(feed, table, codes, platform_code())
    referred = versions_of(lake, feed)
    made_of = fingerprint(contract, lake.version(landed), referred)
    kept = before if before and before.version == lake.version(table) else None
    if kept and kept.fingerprint == made_of:
        return None
    reads = [f"{name}@{version}" for name, version in referred.items() if version is not None]
    reads = [f"{landed.name}@{lake.version(landed)}", *reads]
    about: dict[str, Any] = {"run": run, "reads": reads, "made_of": made_of, "rules": contract}
    about["keys"] = {table.name: table.key}
    filling = Filling(lake, feed, table, codes, about)
    try:
        done = None
        # Where a row is to be judged otherwise than it was, adding rows is not enough.
        if kept and kept.facts.get("contract") == contract and not outdated(filling, kept.facts):
            if deliveries_of(lake.parts(landed)) == deliveries_of(kept.facts["balance"]):
                facts = {**kept.facts, "referred": referred}
                remember(lake.root, feed.name, replace(kept, fingerprint=made_of, facts=facts))
                return None
            done = grow(filling, kept.facts, counted)
        done = done or _whole(filling, counted)
    finally:
        if counted:
            release(lake, feed, counted)
    held_back(lake, feed, done.balance)
    written, held = done.written, sum(b["quarantined"] for b in done.balance)
    facts = {
        "contract": contract,
        "balance": done.balance,
        "words": done.words,
        "referred": referred,
    }
    remember(lake.root, feed.name, Made(made_of, written.version, written.rows, held, facts))
    return Written(
        *(table, written.version, written.rows, written.before),
        *(written.quarantined + held, written.seconds),
    )


def _whole(filling: Filling, counted: Counted | None) -> Done:
    """Both tables as pure functions of all landed rows and the contract."""
    lake, feed, table, codes = filling.lake, filling.feed, filling.table, filling.codes
    new = counted
    if counted is None or deliveries_of(counted.balance) != deliveries_of(lake.parts(feed.landed)):
        counted = count(lake, landed_rows(lake, feed), feed)
    try:
        rows, balance = counted.rows, counted.balance
        balanced(lake, feed, balance)
        # Quarantine first: a kill in between must not leave a table whose refused rows are lost.
        hold_cases(lake, feed, counted)
        chosen = as_vocabulary(lake.spark, good(rows, feed, len(balance)), feed, table, codes)
        written = lake.write(table, chosen, filling.about)
        return Done(written, balance, words(counted.kept.where("_fit"), feed, codes))
    finally:
        if counted is not new:
            release(lake, feed, counted)
