"""False-discovery-rate control over rows that no one memory holds."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

PARTS = 1000  # the p are ranked part by part, and only the parts' sizes are put in order together


def with_q(rows: DataFrame, p: str, q: str) -> DataFrame:
    """``rows`` with ``q`` of ``p``: ``lakehouse.methods.false_discovery.benjamini_hochberg``.

    ``p`` lies between 0 and 1 and is never missing. q is the least of p n / rank over this and all
    larger p (Benjamini and Hochberg 1995), so of equal p the last one counts.
    """
    parted = rows.withColumn("_part", F.floor(F.col(p) * PARTS))
    sizes = parted.groupBy("_part").agg(F.count(F.lit(1)).alias("_size"))
    before = Window.orderBy("_part").rowsBetween(Window.unboundedPreceding, -1)
    offsets = sizes.select(
        "_part",
        F.coalesce(F.sum("_size").over(before), F.lit(0)).alias("_before"),
        F.sum("_size").over(Window.partitionBy()).alias("_all"),
    )
    rank = F.row_number().over(Window.partitionBy("_part").orderBy(p)) + F.col("_before")
    ranked = parted.join(F.broadcast(offsets), "_part").withColumn(
        "_raw", F.col(p) * F.col("_all") / rank
    )
    after = Window.orderBy(F.desc("_part")).rowsBetween(Window.unboundedPreceding, -1)
    least = ranked.groupBy("_part").agg(F.min("_raw").alias("_least"))
    least = least.select("_part", F.min("_least").over(after).alias("_later"))
    # Of equal p all have the last one's: a range, not rows.
    up = Window.partitionBy("_part").orderBy(F.desc(p))
    joined = ranked.join(F.broadcast(least), "_part")
    found = F.least(F.lit(1.0), F.min("_raw").over(up), F.coalesce("_later", F.lit(1.0)))
    return joined.withColumn(q, found).select(*rows.columns, q)
