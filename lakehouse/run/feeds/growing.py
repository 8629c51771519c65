"""Add what landed since to a feed's table, so that a new delivery costs what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.casework import hold_cases
from lakehouse.run.feeds.filling import Filling
from lakehouse.run.feeds.reconciled import balanced
from lakehouse.store.contract.vocabulary import as_vocabulary, more_words, row_by_row, words
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landed.counted import Counted, count, deliveries_of, landed_rows, release
from lakehouse.transform.typed import RELEASED, good, identified

MANY = 200_000  # replaced rows whose files and numbers still fit into one process

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What was written of a feed, how its deliveries add up, and the words that were looked up."""

    written: Written
    balance: list[dict[str, Any]]
    words: list[dict[str, Any]]


def grow(filling: Filling, before: Facts, counted: Counted | None) -> Done | None:
    """Type the deliveries that ``before`` does not know, and add them; None when all must be made.

    A snapshot is made of its last delivery alone. Of an increment the rows that come again take
    the place of the earlier ones, which needs a SELECT that looks at one row at a time.
    """
    lake, feed = filling.lake, filling.feed
    new = deliveries_of(lake.parts(feed.landed)) - deliveries_of(before["balance"])
    if not new:
        return None
    typed_here = counted is None or deliveries_of(counted.balance) != new
    if typed_here:
        fresh = landed_rows(lake, feed).where(F.col("_delivery").isin(sorted(new)))
        counted = count(lake, fresh, feed)
    assert counted is not None
    try:
        return _grown(filling, before, counted)
    finally:
        if typed_here:
            release(lake, feed, counted)


def _grown(filling: Filling, before: Facts, counted: Counted) -> Done | None:
    lake, feed, table, codes = filling.lake, filling.feed, filling.table, filling.codes
    rows, new = counted.rows, deliveries_of(counted.balance)
    balance = [*before["balance"], *counted.balance]
    balanced(lake, feed, balance)
    fit = good(rows, feed, len(new))
    snapshot = feed.mode == "snapshot"
    if snapshot and any(b["file"].startswith(RELEASED) for b in counted.balance):
        return None  # what was released stands beside the last delivery
    gone = None
    if not snapshot and row_by_row(lake.spark, fit, feed, table, codes):
        gone = _replaced(lake, feed, before["balance"], counted)
    if not snapshot and gone is None:
        return None
    # Quarantine first: a kill in between must not leave a table whose refused rows are lost.
    hold_cases(lake, feed, counted, new)
    chosen = as_vocabulary(lake.spark, fit, feed, table, codes)
    about = filling.about
    written = (
        lake.write(table, chosen, about) if gone is None else lake.grow(table, chosen, gone, about)
    )
    if written is None:
        return None
    said = words(counted.kept.where("_fit"), feed, codes)
    return Done(written, balance, more_words(before["words"], said))


def _replaced(
    lake: Lake, feed: Feed, known: list[dict[str, Any]], counted: Counted
) -> list[tuple[str, int]] | None:
    """File and number of each landed row that a good new one takes the place of; None for too many.

    None also where file and number do not tell a row: two deliveries had one name, or a contract
    that allows repeats has equal rows in two deliveries.
    """
    if sum(b["delivered"] for b in counted.balance) > sum(b["delivered"] for b in known):
        return None
    earlier = landed_rows(lake, feed).where(F.col("_delivery").isin([b["delivery"] for b in known]))
    again = counted.kept.where("_fit").select("_identity")
    rows = identified(earlier, feed).join(again, "_identity", "left_semi").select("_file", "_row")
    found = [(r["_file"], r["_row"]) for r in rows.limit(MANY + 1).collect()]
    files = Counter(b["file"] for b in known)
    if len(found) > MANY or any(files[file] > 1 for file, _ in found):
        return None
    return None if feed.repeats and found else found
