"""Which kinds of incident are soon followed by another close by."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.tables.few import LEAST

BY_CHANCE = 0.05  # for all kinds together (Bonferroni)


@job(reads=[risk.near_repeat, city.reported_incident], writes=published.incidents_that_repeat)
def incidents_that_repeat(
    near_repeat: DataFrame, reported_incident: DataFrame, as_of: date
) -> DataFrame:
    """Kinds of few incidents are left out: they tell of nobody, and prove nothing."""
    known = reported_incident.where(F.col("known_at") < F.lit(as_of))
    through = known.agg(F.max("happened_on").alias("data_through"))
    told = near_repeat.where(F.col("incidents") >= LEAST)
    looked_at = told.agg(F.count(F.lit(1)).alias("kinds"))
    sure = (F.col("p") * F.col("kinds") <= BY_CHANCE) & (F.col("pairs") > F.col("expected"))
    return (
        told.crossJoin(F.broadcast(through))
        .crossJoin(F.broadcast(looked_at))
        .withColumns(
            {
                "draws_others": sure,
                "expected": F.round("expected", 1),
                **{name: F.round(name, 2) for name in ("ratio", "ratio_low", "ratio_high")},
            }
        )
        .select(*published.incidents_that_repeat.column_names)
        .sort(F.desc("draws_others"), F.desc_nulls_last("ratio"), "kind")
    )
