"""Quarantined rows as cases: who repairs each until when, and which later delivery closed it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.checks.evaluated import CASE
from lakehouse.checks.mask import is_broken
from lakehouse.declare.column import GRADES
from lakehouse.declare.feed import Feed
from lakehouse.tables.quarantine import row as quarantine_row
from lakehouse.transform.typed import RELEASED, REPAIRS, mask_names, why_broken

TOLD = "struct<sequence:bigint, by:string, at:timestamp, how:string>"


def broken(rows: DataFrame, feed: Feed) -> DataFrame:
    """Of :func:`typed` rows those that break a rule, as ``quarantine.row`` keeps them.

    Each is an open case; ``_sequence`` is beside it, for :mod:`lakehouse.transform.cases`.
    """
    return rows.where(is_broken(mask_names(feed))).select(
        F.lit(feed.name).alias("source"),
        F.col("_file").alias("file"),
        F.col("_row").alias("row"),
        F.col("_delivery").alias("delivery"),
        why_broken(feed).alias("reasons"),
        F.coalesce("_raw", F.to_json("_text")).alias("content"),
        F.lit(feed.owner).alias("owner"),
        F.lit(strictest(feed)).alias("grade"),
        F.col("_landed_at").alias("found_at"),
        F.expr(f"date_add(to_date(_landed_at), {feed.repair_within})").alias("due_on"),
        known_identity(feed).alias("identity"),
        *(F.lit(None).cast(CASE[name]).alias(name) for name in list(CASE)[3:]),
        "_sequence",
    )


def known_identity(feed: Feed) -> SparkColumn:
    """Hash of what identifies a row, null where that does not tell it from all others."""
    there = " and ".join(f"_text.`{name}` is not null" for name in feed.identity)
    if feed.repeats or not there:
        return F.lit(None).cast("string")
    return F.expr(f"if(_raw is null and {there}, _row_id, null)")


def strictest(feed: Feed) -> str:
    """The grade of a quarantined row: that of its strictest column, at least internal."""
    return max(("internal", *(c.grade for c in feed.columns)), key=GRADES.index)


def followed(
    cases: DataFrame, rows: DataFrame, feed: Feed, deliveries: Iterable[Mapping[str, Any]]
) -> DataFrame:
    """``cases`` (of :func:`broken`) with the first later delivery that closed each.

    ``rows`` are the :func:`typed` rows of ``deliveries`` (of a balance). A good row of the same
    identity in a later delivery closes a case, and so does a released row that names it. Whatever
    is open of a snapshot is replaced by the next one. A case that was broken again in between was
    found when it was broken first: a second broken delivery buys no time.
    """
    place = ["delivery", "row"]
    deliveries = list(deliveries)
    released = any(d["file"].startswith(RELEASED) for d in deliveries)
    first = _answers(cases, rows, feed, released).groupBy(*place).agg(F.min("told").alias("told"))
    known = cases.withColumn("_was", F.col("closed_by")).join(first, place, "left")
    if feed.mode == "snapshot":
        later = F.filter(_deliveries(deliveries), lambda d: d["sequence"] > F.col("_sequence"))
        replaced = F.when(F.col("closed_as").isNull(), F.get(later, 0))
        known = known.withColumn("_closed", F.coalesce("told", replaced))
    else:
        known = known.withColumn("_closed", F.col("told"))
    closed = {
        "closed_by": F.coalesce("_closed.by", "closed_by"),
        "closed_at": F.coalesce("_closed.at", "closed_at"),
        "closed_as": F.coalesce("_closed.how", "closed_as"),
    }
    same = F.coalesce("identity", F.concat_ws(":", *place))
    case = Window.partitionBy(same, F.col("told.by"))
    since = F.min("found_at").over(case)
    due = F.date_add(F.to_date("found_at"), feed.repair_within)
    return known.withColumns(closed).withColumn("found_at", since).withColumn("due_on", due)


def as_kept(cases: DataFrame) -> DataFrame:
    """Cases with the columns of ``quarantine.row`` alone."""
    return cases.select(*quarantine_row.column_names)


def _answers(cases: DataFrame, rows: DataFrame, feed: Feed, released: bool) -> DataFrame:
    """Delivery and row of a case, and ``told``: a later good row that says that it is closed."""
    how = F.expr("if(_deleted, 'deleted', 'repaired')")
    told = F.struct("_sequence", "_delivery", "_landed_at", how).cast(TOLD)
    fit = rows.where(~is_broken(mask_names(feed)))
    again = fit.select(known_identity(feed).alias("identity"), told.alias("told"))
    named = cases.select("delivery", "row", "identity", "_sequence").join(again, "identity")
    named = named.where("told.sequence > _sequence").select("delivery", "row", "told")
    if not released:
        return named
    parts = F.split(REPAIRS, ":")
    return named.unionByName(
        fit.where(f"{REPAIRS} is not null").select(
            parts[0].alias("delivery"), parts[1].cast("bigint").alias("row"), told.alias("told")
        )
    )


def _deliveries(deliveries: Iterable[Mapping[str, Any]]) -> SparkColumn:
    """What was delivered (not released), in its order, as a constant array of ``TOLD``."""
    whole = [d for d in deliveries if not d["file"].startswith(RELEASED)]
    listed = [
        {
            "sequence": d["sequence"],
            "by": d["delivery"],
            "at": round(_moment(d["landed_at"]).timestamp() * 1_000_000),
            "how": "replaced",
        }
        for d in sorted(whole, key=lambda d: int(d["sequence"]))
    ]
    numbered = F.from_json(
        F.lit(json.dumps(listed)), f"array<{TOLD.replace('timestamp', 'bigint')}>"
    )
    return F.transform(
        numbered,
        lambda d: F.struct(
            d["sequence"].alias("sequence"),
            d["by"].alias("by"),
            F.timestamp_micros(d["at"]).alias("at"),
            d["how"].alias("how"),
        ),
    )


def _moment(said: datetime | str) -> datetime:
    return datetime.fromisoformat(said) if isinstance(said, str) else said
