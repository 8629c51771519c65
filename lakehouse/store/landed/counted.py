"""All that landed of a feed, typed once, kept in memory and counted delivery by delivery."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.plain import NAMES_ONLY, plain
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.store.contract.referred import referred
from lakehouse.store.delta.files import parted_frame
from lakehouse.store.lake import Lake
from lakehouse.transform.measured import flagged
from lakehouse.transform.typed import numbered, valued

FEW = 1_000_000  # keys that fit into the memory of every worker
LISTED = 5_000  # keys that fit into the text of a query, which then asks for them without a join
DELIVERED = ("_delivery", "_sequence", "_file", "_landed_at", "_run")


@dataclass(frozen=True)
class Counted:
    """A feed's typed rows and what was counted of each delivery; ``kept`` is held in memory."""

    kept: DataFrame
    rows: DataFrame
    balance: list[dict[str, Any]]


def deliveries_of(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The content hashes of deliveries: of a balance's rows, or of a landed table's partitions."""
    return {str(row.get("delivery") or row["_delivery"]) for row in rows}


def landed_rows(lake: Lake, feed: Feed) -> DataFrame:
    """All rows that landed; a column the contract learnt later is taken from ``_more``."""
    rows = parted_frame(lake.spark, lake.path(feed.landed))
    for column in feed.columns:
        kept = F.from_json("_more", "map<string,string>").getItem(column.header)
        had = F.col(column.name) if column.name in rows.columns else F.lit(None)
        rows = rows.withColumn(column.name, F.coalesce(had, kept))
    return rows.select(*feed.landed.column_names)


def count(lake: Lake, landed: DataFrame, feed: Feed) -> Counted:
    """Type landed rows, keep them, and count the good and the broken ones of each delivery.

    Only rows whose key stands more than once in their delivery are sorted to number them: most
    feeds have none, and sorting whole rows costs more than all their rules. ``waiting`` are those
    of the broken rows that lack nothing but a row of another table; ``flagged`` says how many good
    ones break a rule of severity warning. Raises :class:`PlanError` when Spark cannot read one.
    """
    kept = valued(landed, feed, referred(lake, feed)).persist()
    waits = F.col("_waits") if feed.references else F.lit(False)
    flags = [name for name, _ in feed.all_flags]
    keys = kept.groupBy(*DELIVERED, "_fit", "_key")
    try:
        each_flag = [n.alias(f"flag_{i}") for i, n in enumerate(flagged(feed))]
        counted = keys.agg(F.count(F.lit(1)).alias("n"), F.count_if(waits).alias("w"), *each_flag)
    except NAMES_ONLY as error:
        raise PlanError(f"{feed.contract}: {plain(error)}", "Correct its quality rules.") from error
    found = counted.groupBy(*DELIVERED).agg(
        F.sum("n").alias("delivered"),
        F.sum(F.expr("if(_fit, n, 0)")).alias("good"),
        F.sum(F.expr("if(_fit, 0, n)")).alias("quarantined"),
        F.sum("w").alias("waiting"),
        *(F.sum(f"flag_{i}").alias(f"flag_{i}") for i in range(len(flags))),
        F.sum(F.expr("if(n > 1, 1, 0)")).alias("again"),
        F.expr(f"slice(collect_list(if(n > 1, _key, null)), 1, {LISTED})").alias("keys"),
    )
    # Sorted here: Spark would look at the rows once more to part them.
    each = sorted((r.asDict() for r in found.collect()), key=lambda r: int(r["_sequence"]))
    keys_again = [key for r in each for key in r.pop("keys")]
    rows, again = _numbered_where_equal(kept, feed, sum(r.pop("again") for r in each), keys_again)
    for row in each:
        numbers = {name: row.pop(f"flag_{i}") for i, name in enumerate(flags)}
        row["flagged"] = {name: n for name, n in numbers.items() if n}
        row["good"] -= again.get(row["_delivery"], 0)
        row["quarantined"] += again.get(row["_delivery"], 0)
    balance = [{"feed": feed.name, **{k.lstrip("_"): v for k, v in r.items()}} for r in each]
    return Counted(kept, rows, balance)


def _numbered_where_equal(
    kept: DataFrame, feed: Feed, keys: int, listed: Sequence[int]
) -> tuple[DataFrame, dict[str, int]]:
    """The rows with their number among equals, and how many each delivery repeats wrongly.

    ``keys`` is how many keys stand more than once in their delivery; ``listed`` are some of them.
    """
    if not keys:
        return numbered(kept, feed, repeated=False), {}
    if keys > FEW:
        rows = numbered(kept, feed)
    else:
        alone, several = _parted(kept, listed if keys <= LISTED else None)
        rows = numbered(alone, feed, repeated=False).unionByName(numbered(several, feed))
    if feed.repeats:
        return rows, {}
    counted = rows.where("_repeats").groupBy("_delivery").agg(F.count(F.lit(1)).alias("n"))
    return rows, {r["_delivery"]: r["n"] for r in counted.collect()}


def _parted(kept: DataFrame, listed: Sequence[int] | None) -> tuple[DataFrame, DataFrame]:
    """The rows whose key stands once, and the others, whose keys are ``listed`` or looked for."""
    if listed is not None:
        again = F.col("_key").isin(*listed)
        return kept.where(~again), kept.where(again)
    twice = F.broadcast(kept.groupBy("_key").agg(F.count(F.lit(1)).alias("n")).where("n > 1"))
    return kept.join(twice, "_key", "left_anti"), kept.join(twice, "_key", "left_semi")


def staging_of(lake: Lake, feed: Feed) -> Path:
    """Where a feed's new files are kept as Parquet until its table is up to date."""
    return lake.root / "_staging" / feed.name


def release(lake: Lake, feed: Feed, counted: Counted) -> None:
    """Forget the typed rows and the staged files they were made of."""
    counted.kept.unpersist()
    shutil.rmtree(staging_of(lake, feed), ignore_errors=True)
