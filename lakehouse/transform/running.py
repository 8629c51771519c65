"""Features of all as-of days in one pass: what each fact adds and takes away, summed up by day."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare.feature import Feature
from lakehouse.transform.running_sums import ASKED, BITS, KINDS, Sums


def summed_up(
    asking: DataFrame,
    group: list[Feature],
    facts: DataFrame,
    link: tuple[str, ...],
    reach: int | None,
) -> DataFrame:
    """The features, one row per distinct link and as-of day of ``asking``.

    A fact is seen on one stretch of as-of days: from the first after it became known (and happened,
    where the window is limited) until it falls out of the window. So it adds to its first as-of day
    and takes away from the first after its last; a day sees the sum of all up to it. Work grows
    with the facts and the number of different windows, not with facts times as-of days.

    The features are of one table by the columns ``link``, and each can be split
    (``lakehouse.transform.takes``). One is missing where no fact at all was known within ``reach``
    days (None: ever).
    """
    sums = Sums(group, reach)
    linked = " and ".join(f"{name} is not null" for name in link) or "true"
    seen = facts.where(f"{linked} and {sums.known} is not null")
    asked = asking.where(linked).select(*link, F.col("as_of").alias("_asked"))
    rows = seen.unionByName(asked, allowMissingColumns=True)
    if link:
        # Rows move once, before they are summed up: sums are wider than what they are made of.
        rows = rows.repartition(*link)
    marked = rows.crossJoin(F.broadcast(_steps(asking))).selectExpr(
        *link, *sums.values, f"explode(array({', '.join(sums.turns)})) as _turn"
    )
    turns = marked.where("_turn is not null").withColumns(
        {
            "_kind": F.expr(f"cast(_turn & {KINDS - 1} as int)"),
            "_day": F.expr(f"cast(shiftright(_turn, {BITS}) as int)"),
        }
    )
    asks = F.expr(f"max(_kind = {ASKED})").alias("_is_asked")
    days = turns.groupBy(*link, "_day").agg(asks, *map(F.expr, sums.changes))
    before = Window.partitionBy(*link).orderBy("_day")
    before = before.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    totals = [F.expr(sql).over(before).alias(name) for name, sql in sums.totals.items()]
    up_to = days.select(*link, "_day", "_is_asked", *totals).where("_is_asked")
    day = F.expr("date_from_unix_date(_day)").alias("as_of")
    return up_to.select(*link, day, *sums.totals).selectExpr(*link, "as_of", *sums.features)


def _steps(asking: DataFrame) -> DataFrame:
    """One row: the first as-of day, and for each day from it on the next as-of day."""
    days = asking.agg(F.array_sort(F.collect_set("as_of")).alias("_days"))
    gap = "if(i = 0, 1, datediff(x, get(_days, i - 1)))"
    following = f"flatten(transform(_days, (x, i) -> array_repeat(x, {gap})))"
    return days.selectExpr("get(_days, 0) as _first", f"{following} as _next")
