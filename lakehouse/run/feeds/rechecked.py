"""Whether a table that rows refer to has changed so that one of them is to be judged otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.mask import reasons
from lakehouse.declare.reference import Reference
from lakehouse.run.feeds.filling import Filling
from lakehouse.store.contract.referred import referred, versions_of
from lakehouse.store.landed.counted import deliveries_of, landed_rows
from lakehouse.store.landed.raw_rows import cases_of
from lakehouse.transform.typed import looks_beyond, row_masks, row_rules, valued
from lakehouse.transform.values import value_of

MANY = 100_000  # waiting rows that are looked at one by one


def outdated(filling: Filling, before: Mapping[str, Any]) -> bool:
    """Whether a row of the deliveries that ``before`` knows would be judged otherwise today.

    Looked at are the rows that wait for another table, and those that refer to a row which went
    or changed since; nothing is read while the tables referred to are those of ``before``.
    """
    then, now = before.get("referred", {}), versions_of(filling.lake, filling.feed)
    return then != now and (_waited_for(filling, before) or _lost(filling, then))


def _waited_for(filling: Filling, before: Mapping[str, Any]) -> bool:
    """Whether a quarantined row now keeps a rule on another table that it broke."""
    lake, feed = filling.lake, filling.feed
    rules = row_rules(feed)
    beyond = {reason for reason, sql in rules if looks_beyond(feed, sql)}
    cases = cases_of(lake.root, feed.name)
    broke = {
        (str(c.delivery), int(c.row)): beyond & set(c.reasons)
        for c in cases.itertuples()
        if beyond & set(c.reasons)
    }
    if not broke:
        return False
    known = deliveries_of(before["balance"])
    if len(broke) > MANY or not {delivery for delivery, _ in broke} <= known:
        return True
    places = filling.lake.spark.createDataFrame(list(broke), "_delivery string, _row bigint")
    # Named besides, the deliveries choose the partitions that are read.
    of = F.col("_delivery").isin(sorted({delivery for delivery, _ in broke}))
    waiting = landed_rows(lake, feed).where(of)
    waiting = waiting.join(F.broadcast(places), ["_delivery", "_row"], "left_semi")
    again = valued(waiting, feed, referred(lake, feed))
    said = again.select("_delivery", "_row", reasons(row_masks(feed), rules).alias("why"))
    return any(broke[r["_delivery"], r["_row"]] - set(r["why"]) for r in said.collect())


def _lost(filling: Filling, then: Mapping[str, int | None]) -> bool:
    """Whether a row refers to one that is no more as it was when the row was judged."""
    rules = [sql for _, sql in row_rules(filling.feed)]
    held = [r for r in filling.feed.references if any(r.behind(sql) for sql in rules)]
    return any(_lost_of(filling, r, then.get(r.table)) for r in held)


def _lost_of(filling: Filling, reference: Reference, then: int | None) -> bool:
    lake, table = filling.lake, reference.of
    if table is None or then is None or then == lake.version(table):
        return False
    if not lake.exists(table):
        return True
    asked = [*reference.to, *reference.takes]
    gone = _of(lake.read(table, then), asked).subtract(_of(lake.read(table), asked))
    names = [f"_gone_{i}" for i in range(len(reference.to))]
    gone = gone.select(
        *(F.col(n).cast("string").alias(k) for n, k in zip(reference.to, names, strict=True))
    )
    if gone.isEmpty():
        return False
    columns = {c.name: c for c in filling.feed.columns}
    mine = landed_rows(lake, filling.feed).select(
        *(
            F.expr(value_of(columns[n])).cast("string").alias(k)
            for n, k in zip(reference.columns, names, strict=True)
        )
    )
    return not mine.join(gone, names, "left_semi").isEmpty()


def _of(rows: DataFrame, names: list[str]) -> DataFrame:
    return rows.select(*(F.col(f"`{n}`") for n in names))
