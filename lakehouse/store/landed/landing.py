"""Land what is new of a feed and bring its table up to date: a pure function of what landed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import schema_of
from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused, PromiseBroken, listed
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.delivery import delivered_files
from lakehouse.store.lake import Lake
from lakehouse.store.landed.corrected import never_delivered
from lakehouse.store.landed.counted import Counted, count, release, staging_of
from lakehouse.store.landed.file_ledger import FileLedger
from lakehouse.store.landed.incoming import came_late, incoming, part_of
from lakehouse.store.landed.notices import keep_notices
from lakehouse.store.landed.promises import judge, refusal
from lakehouse.store.landed.staged import Staged
from lakehouse.transform.cases import broken

WORST = 3


@dataclass(frozen=True)
class Landed:
    """What landing one feed did: rows that are new, files that were refused, things to notice.

    ``counted`` are the new rows as typed on the way; who refreshes the feed's table uses them, so
    that no row is typed twice, and releases them.
    """

    feed: Feed
    rows: int
    files: tuple[str, ...]
    refused: tuple[DeliveryRefused, ...] = ()
    notices: tuple[str, ...] = ()
    counted: Counted | None = None


def land(feed: Feed, folder: Path, lake: Lake, run: str) -> Landed:
    """Land every file of ``folder`` whose content is new; a bad file is refused alone.

    Raises :class:`DeliveryMissing` when the feed never delivered. All new files land in one
    commit, and content that landed is never landed again, so doing it twice, or dying in between,
    changes nothing. A file that is as it was when it landed is not opened.
    """
    files = delivered_files(feed, folder)
    known = {p["_delivery"]: int(p["_sequence"]) for p in lake.parts(feed.landed)}
    if not files and not known:
        raise DeliveryMissing(
            f"{feed.name}: no file matches {feed.glob} in {folder}.",
            f"Ask {feed.owner}, or correct the path in {feed.contract}.",
        )
    staging = staging_of(lake, feed)
    shutil.rmtree(staging, ignore_errors=True)
    ledger = FileLedger(lake, feed)
    came = incoming(feed, (files, folder), staging, known, ledger, run)
    staged, refused = came.staged, came.refused
    if not staged:
        keep_notices(lake, feed, refused, came.notices)
        ledger.keep(came.looked_at, known)
        return Landed(feed, 0, (), tuple(refused), tuple(came.notices))
    counted = _count(lake, feed, staged)
    _all_counted(feed, staged, counted)
    bad = {each["delivery"]: _wrong(each, feed) for each in counted.balance}
    mostly = [s for s in staged if bad[s.delivery.hash] > feed.refuse_over * s.rows]
    refused += [_mostly_broken(counted.rows, each, bad[each.delivery.hash]) for each in mostly]
    judged = judge(lake, feed, counted)
    unkept = [s for s in staged if s.delivery.hash in judged.refused and s not in mostly]
    refused += [refusal(each, judged.refused[each.delivery.hash]) for each in unkept]
    mostly += unkept
    accepted = [s for s in staged if s not in mostly]
    added = never_delivered(lake, feed, counted, {s.delivery.hash for s in accepted})
    odd = (*came.notices, *came_late(accepted, known, ledger))
    new = (text for each in accepted for text in _notices(each))
    notices = (*judged.notices, *added, *odd, *new)
    # Kept before the rows land, so that a kill in between loses none.
    keep_notices(lake, feed, refused, notices)
    if accepted:
        # A refused delivery takes no number.
        first = max(known.values(), default=0) + 1
        parts = {each.path: part_of(first + i, each.delivery) for i, each in enumerate(accepted)}
        lake.append_files(feed.landed, parts)
    ledger.keep(came.looked_at, {*known, *(s.delivery.hash for s in accepted)})
    if mostly:
        release(lake, feed, counted)
    return Landed(
        *(feed, sum(each.rows for each in accepted), tuple(s.delivery.file for s in accepted)),
        *(tuple(refused), notices, None if mostly else counted),
    )


def _count(lake: Lake, feed: Feed, staged: list[Staged]) -> Counted:
    """The rows of ``staged``, typed and counted."""
    reader = lake.spark.read.schema(schema_of(feed.landed))
    reader = reader.option("basePath", str(staging_of(lake, feed)))
    rows = reader.parquet(*(str(each.path) for each in staged))
    return count(lake, rows.select(*feed.landed.column_names), feed)


def _all_counted(feed: Feed, staged: list[Staged], counted: Counted) -> None:
    """Raise :class:`PromiseBroken` unless each row that was read from a file was typed, once."""
    typed = {b["delivery"]: b["delivered"] for b in counted.balance}
    for each in staged:
        found = typed.get(each.delivery.hash, 0)
        if found != each.rows:
            raise PromiseBroken(
                f"{feed.name}: the step 'landing' does not add up: {each.delivery.file} has "
                f"{each.rows:,} rows, {found:,} came through.",
                "Nothing landed; run citylake land again and report it if it stays.",
            )


def _wrong(balance: Mapping[str, Any], feed: Feed) -> int:
    """The rows that speak for refusing a delivery; one that waits for another table does not.

    Unless no row at all may be broken.
    """
    wrong = int(balance["quarantined"])
    return wrong - int(balance["waiting"]) if feed.refuse_over else wrong


def _mostly_broken(typed_rows: DataFrame, staged: Staged, count: int) -> DeliveryRefused:
    """Why a file is refused of which too many rows break a rule: something is wrong with it all."""
    feed, delivery = staged.delivery.feed, staged.delivery
    rows = broken(typed_rows.where(F.col("_delivery") == delivery.hash), feed)
    why = rows.select(F.explode("reasons").alias("reason")).groupBy("reason")
    counted = why.agg(F.count(F.lit(1)).alias("n")).orderBy(F.desc("n"), "reason").collect()
    said = "; ".join(f"{r['reason']} ({r['n']:,} rows)" for r in counted[:WORST])
    hint = f" (encoding {feed.encoding})." if "characters" in said else "."
    return DeliveryRefused(
        f"{feed.name}: {delivery.file} breaks its contract in {count:,} of {staged.rows:,} rows: "
        f"{said}.",
        f"Ask {feed.owner} to deliver it as {feed.contract} says{hint}",
    )


def _notices(staged: Staged) -> list[str]:
    feed, file = staged.delivery.feed, staged.delivery.file
    if not staged.added:
        return []
    return [
        (
            f"{feed.name}: {file} has the new column {listed(staged.added)}; its values landed "
            f"in _more and go no further until {feed.contract} describes it."
        )
    ]
