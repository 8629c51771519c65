"""Facts that meet cohort rows: those that share their columns, and those around their place."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.feature import Near
from lakehouse.declare.table import Table

PLACED = "latitude is not null and longitude is not null"


def within(of: Table, days: int) -> str:
    """SQL: the fact happened on one of the days [as_of - days, as_of)."""
    return f"{of.happened_at} >= date_sub(as_of, {days}) and {of.happened_at} < as_of"


def alike(cohort: DataFrame, facts: DataFrame, link: tuple[str, ...]) -> DataFrame:
    """Facts that share the link columns with a cohort row, once per distinct (link, as_of)."""
    asked = cohort.select(*(F.col(n).alias(f"_{n}") for n in link), "as_of").distinct()
    if not link:
        return asked.crossJoin(facts)
    matches = [asked[f"_{n}"] == facts[n] for n in link]
    return asked.join(facts, matches)


def around(
    cohort: DataFrame, facts: DataFrame, of: Table, near: Near, reach: int | None
) -> DataFrame:
    """Facts around each cohort row, with ``weight``.

    Candidates come from the row's own and the eight neighbouring cells of a grid as wide as the
    reach (and, with a window, its two stretches of time), so work grows with the facts near by,
    not with all of them.
    """
    cell = near.degrees
    steps = F.array(*(F.lit(i) for i in (-1, 0, 1)))
    asked = (
        cohort.where(PLACED)
        .select(
            F.col("case_id").alias("_case_id"),
            F.col("as_of"),
            F.col("latitude").alias("_lat"),
            F.col("longitude").alias("_lon"),
        )
        .withColumn("_step", F.explode(steps))
        .withColumn("_y", F.floor(F.col("_lat") / cell) + F.col("_step"))
        .withColumn("_step", F.explode(steps))
        .withColumn("_x", F.floor(F.col("_lon") / cell) + F.col("_step"))
        .drop("_step")
    )
    placed = facts.where(PLACED).withColumns(
        {"_fy": F.floor(F.col("latitude") / cell), "_fx": F.floor(F.col("longitude") / cell)}
    )
    keys = [asked["_y"] == placed["_fy"], asked["_x"] == placed["_fx"]]
    if reach is not None:
        # Time in stretches as long as the window: a window touches two of them.
        stretch = f"floor(datediff({{0}}, date '1970-01-01') / {reach})"
        asked = asked.withColumn(
            "_t",
            F.expr(f"explode(array({stretch.format('as_of')}, {stretch.format('as_of')} - 1))"),
        )
        placed = placed.withColumn("_ft", F.expr(stretch.format(of.happened_at)))
        keys = [
            asked["_y"] == placed["_fy"],
            asked["_x"] == placed["_fx"],
            asked["_t"] == placed["_ft"],
        ]
    close = f"abs(latitude - _lat) <= {cell} and abs(longitude - _lon) <= {cell}"
    pairs = asked.join(placed, keys).where(close)
    if near.bandwidth is None:
        return pairs.withColumn("weight", F.lit(1.0))
    square = "(latitude - _lat) * (latitude - _lat) + (longitude - _lon) * (longitude - _lon)"
    return pairs.withColumn("weight", F.expr(f"exp(-({square}) / {2 * near.bandwidth**2})"))
