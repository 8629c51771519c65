"""Neighbouring areas in which unusually many came to emergency departments with one syndrome."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, risk
from lakehouse.transform.clustered import CLUSTER, STUDY, clusters
from lakehouse.transform.excess import outlines

# As for the daily signal: what is known after two days is compared with what was.
SETTLED = 2


@job(
    reads=[health.emergency_visit, city.area_boundary],
    side_by_side=True,
    writes=risk.health_cluster,
)
def health_cluster(emergency_visit: DataFrame, area_boundary: DataFrame, as_of: date) -> DataFrame:
    """Every syndrome by itself, over the areas the patients live in; one nobody has lately too."""
    known = emergency_visit.where(F.col("known_at") < F.lit(as_of))
    last = known.agg(F.date_sub(F.max("known_at"), SETTLED).alias("through"))
    counted = (
        known.where(F.col("known_at") <= F.date_add("arrived_on", SETTLED))
        .crossJoin(F.broadcast(last))
        .where(F.col("arrived_on") > F.date_sub("through", STUDY))
        .where("arrived_on <= through and community_area is not null")
        .groupBy("syndrome", "community_area", F.col("arrived_on").alias("day"), "through")
        .agg(F.count(F.lit(1)).cast("int").alias("number"))
    )
    kinds = known.select(F.col("syndrome").alias("of")).distinct()
    kinds = kinds.crossJoin(F.broadcast(last.withColumnRenamed("through", "last")))
    # Without an outline a syndrome keeps its row.
    shapes = F.broadcast(outlines(area_boundary))
    maps = kinds.join(shapes, F.lit(True), "left").groupBy("of")

    def of_syndrome(cases: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
        name, through = str(areas["of"].iloc[0]), areas["last"].iloc[0]
        return clusters(name, through, cases, areas.dropna(subset="geometry"))

    made = counted.groupBy("syndrome").cogroup(maps).applyInPandas(of_syndrome, CLUSTER)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.health_cluster.column_names)
