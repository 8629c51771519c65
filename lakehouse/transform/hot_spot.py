"""Getis-Ord Gi* as joins over a table of neighbours, for more places than one memory holds."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# Ord and Getis 1995, equation 14, weights 1 and the place itself included; s is the deviation.
STAR = (
    "if(s > 1e-12 and n > weight,"
    " (total - mean * weight) / (s * sqrt((n * weight - weight * weight) / (n - 1))), 0)"
)


def with_gi_star(places: DataFrame, edges: DataFrame) -> DataFrame:
    """``places`` with ``gi_star``, the z of ``lakehouse.methods.hot_spot.getis_ord_star``.

    ``places``: place and value, each once and never missing; ``edges``: i and j, each pair in both
    directions. 0 where all values are alike, or where all places are neighbours.
    """
    values = places.select(F.col("place").alias("j"), F.col("value").alias("other"))
    lag = (
        edges.where("i != j")
        .join(values, "j")
        .groupBy(F.col("i").alias("place"))
        .agg(F.sum("other").alias("lag"), F.count("*").alias("near"))
    )
    whole = places.agg(
        F.count("*").alias("n"), F.avg("value").alias("mean"), F.stddev_pop("value").alias("s")
    )
    return (
        places.join(lag, "place", "left")
        .crossJoin(F.broadcast(whole))
        .withColumn("weight", F.coalesce("near", F.lit(0)) + 1)
        .withColumn("total", F.coalesce("lag", F.lit(0.0)) + F.col("value"))
        .withColumn("gi_star", F.expr(STAR))
        .select(*places.columns, "gi_star")
    )
