"""Land what is new of a feed and bring its table up to date: a pure function of what landed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.mask import is_broken
from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.store.delivery import delivered_files, inspect_file, refuse_damaged
from lakehouse.store.lake import Lake
from lakehouse.store.reading import Staged, stage
from lakehouse.transform.typed import broken, mask_names, typed

WORST = 3


@dataclass(frozen=True)
class Landed:
    """What landing one feed did: rows that are new, files that were refused, things to notice."""

    feed: Feed
    rows: int
    files: tuple[str, ...]
    refused: tuple[DeliveryRefused, ...] = ()
    notices: tuple[str, ...] = ()


def land(feed: Feed, folder: Path, lake: Lake, run: str) -> Landed:
    """Land every file of ``folder`` whose content is new; a bad file is refused alone.

    Raises :class:`DeliveryMissing` when the feed never delivered. All new files land in one
    commit that replaces the partitions of their content hashes, so doing it twice, or dying in
    between, changes nothing.
    """
    files = delivered_files(feed, folder)
    known = {p["_delivery"]: int(p["_sequence"]) for p in lake.parts(feed.landed)}
    if not files and not known:
        raise DeliveryMissing(
            f"{feed.name}: no file matches {feed.glob} in {folder}.",
            f"Ask {feed.owner}, or correct the path in {feed.contract}.",
        )
    staging = lake.root / "_staging" / feed.name
    shutil.rmtree(staging, ignore_errors=True)
    staged, refused = _stage_new(feed, files, folder, staging, set(known))
    accepted: list[Staged] = []
    if staged:
        broken_rows = _count_broken(lake, feed, staged)
        for each in staged:
            count = broken_rows.get(each.delivery.hash, 0)
            if count > feed.refuse_over * each.rows:
                refused.append(_mostly_broken(lake, each, count))
            else:
                accepted.append(each)
    if accepted:
        last = max(known.values(), default=0)
        rows = as_landed(lake, accepted, last, run)
        hashes = [each.delivery.hash for each in accepted]
        lake.replace_parts(feed.landed, rows, "_delivery", hashes, ("_sequence", "_delivery"))
    shutil.rmtree(staging, ignore_errors=True)
    notices = tuple(text for each in accepted for text in _notices(each))
    files_landed = tuple(each.delivery.file for each in accepted)
    return Landed(feed, sum(e.rows for e in accepted), files_landed, tuple(refused), notices)


def landed_rows(lake: Lake, feed: Feed) -> DataFrame:
    """All rows that landed; a column the contract learnt later is taken from ``_more``."""
    rows = lake.spark.read.format("delta").load(str(lake.path(feed.landed)))
    for column in feed.columns:
        kept = F.from_json("_more", "map<string,string>").getItem(column.header)
        had = F.col(column.name) if column.name in rows.columns else F.lit(None)
        rows = rows.withColumn(column.name, F.coalesce(had, kept))
    return rows.select(*feed.landed.column_names)


def _stage_new(
    feed: Feed, files: list[Path], folder: Path, staging: Path, known: set[str]
) -> tuple[list[Staged], list[DeliveryRefused]]:
    """Read each file whose content is new (the same content twice only once)."""
    staged, refused, seen = [], [], set(known)
    for path in files:
        delivery = inspect_file(feed, path, folder)
        if delivery.hash in seen:
            continue
        seen.add(delivery.hash)
        try:
            refuse_damaged(delivery)
            staged.append(stage(delivery, staging))
        except DeliveryRefused as error:
            refused.append(error)
    return staged, refused


def as_landed(lake: Lake, staged: list[Staged], last: int, run: str) -> DataFrame:
    """The staged rows with where they came from; ``last`` is the feed's last sequence number."""
    feed = staged[0].delivery.feed
    known = [
        (f"{each.delivery.hash}.parquet", each.delivery.file, each.delivery.hash, last + i)
        for i, each in enumerate(staged, start=1)
    ]
    came = "_name string, _file string, _delivery string, _sequence bigint"
    where = lake.spark.createDataFrame(known, came)
    read = lake.spark.read.parquet(*(str(each.path) for each in staged))
    rows = read.withColumn("_name", F.element_at(F.split("_metadata.file_path", "/"), -1))
    stamped = rows.join(F.broadcast(where), "_name").withColumns(
        {"_landed_at": F.lit(datetime.now()), "_run": F.lit(run)}
    )
    return stamped.select(*feed.landed.column_names)


def _count_broken(lake: Lake, feed: Feed, staged: list[Staged]) -> dict[str, int]:
    """Broken rows of each file, in one pass over all of them."""
    rows = typed(as_landed(lake, staged, 0, ""), feed)
    bad = rows.where(is_broken(mask_names(feed)))
    counted = bad.groupBy("_delivery").agg(F.count(F.lit(1)).alias("n")).collect()
    return {r["_delivery"]: r["n"] for r in counted}


def _mostly_broken(lake: Lake, staged: Staged, count: int) -> DeliveryRefused:
    """Why a file is refused of which too many rows break a rule: something is wrong with it all."""
    feed, delivery = staged.delivery.feed, staged.delivery
    rows = broken(typed(as_landed(lake, [staged], 0, ""), feed), feed)
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
            f"{feed.name}: {file} has the new column {', '.join(staged.added)}; its values landed "
            f"in _more and go no further until {feed.contract} describes it."
        )
    ]
