"""Neighbouring areas whose patients fall ill together, by name, those of few patients withheld."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.tables.few import LEAST
from lakehouse.tables.published.infections import RARE_DAYS
from lakehouse.transform.told import told_where

FEW = f"fewer than {LEAST} visits are in it"


@job(
    reads=[risk.health_cluster, city.area_boundary],
    side_by_side=True,
    writes=published.health_clusters,
)
def health_clusters(health_cluster: DataFrame, area_boundary: DataFrame, as_of: date) -> DataFrame:
    """The rarest first; a cluster of few is neither counted nor said to be anywhere."""
    key = ["syndrome", "place"]
    called = area_boundary.where("area_kind = 'community_area'").select(
        F.col("area").alias("number"), F.col("name").alias("called")
    )
    each = health_cluster.select(*key, F.explode(F.split("areas", ", ")).alias("number"))
    named = (
        each.join(F.broadcast(called), "number", "left")
        .groupBy(*key)
        .agg(F.sort_array(F.collect_list(F.coalesce("called", "number"))).alias("all"))
        .select(*key, F.array_join("all", ", ").alias("names"))
    )
    few = F.col("cases") < LEAST
    made = health_cluster.join(named, key, "left").select(
        *key,
        (F.floor(F.col("cases") / LEAST) * LEAST).cast("int").alias("cases"),
        F.col("names").alias("areas"),
        "first_day",
        F.round("usual").cast("int").alias("usual"),
        F.round("p", 3).alias("p"),
        "recurrence",
        (F.col("recurrence") >= RARE_DAYS).alias("stands_out"),
        F.when(few, F.lit(FEW)).otherwise(F.col("why_none")).alias("why_none"),
        F.col("last_day").alias("data_through"),
    )
    return (
        told_where(F.col("cases") >= LEAST, made, published.health_clusters)
        .withColumn("as_of", F.lit(as_of))
        .select(*published.health_clusters.column_names)
        .sort(F.asc_nulls_last("p"), *key)
    )
