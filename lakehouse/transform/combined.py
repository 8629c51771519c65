"""One number of the three domains of an area, where the days of their parts allow it."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

YEAR = 365
COMBINED = ("traffic", "medical", "safety")
APART = (
    "The days of its parts lie more than a year apart or a domain is missing, so they are set "
    "side by side and not made into one number."
)


def with_combined(ranked: DataFrame) -> DataFrame:
    """One number of the three domains where all are there and their days lie within a year.

    The days are those of all parts that go into it: a recent one does not make an old one recent.
    """
    parts = ranked.where(F.col("domain").isin(*COMBINED))
    among = F.when(F.col("of") > 1, 1 - (F.col("rank") - 1) / (F.col("of") - 1)).otherwise(1.0)
    place = F.when(F.col("rank").isNotNull(), among)
    domains = parts.groupBy("community_area", "domain").agg(
        F.avg(place).alias("place"),
        *(
            end(F.when(F.col("rank").isNotNull(), F.col("data_through"))).alias(name)
            for end, name in ((F.min, "first"), (F.max, "last"))
        ),
    )
    whole = domains.groupBy("community_area").agg(
        F.count("place").alias("parts"),
        F.datediff(F.max("last"), F.min("first")).alias("apart"),
        # The smallest place is 0, whose logarithm is not there.
        F.exp(F.avg(F.log(F.greatest("place", F.lit(0.01))))).alias("mean"),
    )
    fits = F.expr(f"parts = {len(COMBINED)} and apart <= {YEAR}")
    # Means of doubles differ in their last bits with the order of rows.
    combined = F.when(fits, F.round(100 * F.col("mean"), 6)).alias("combined")
    one = whole.select("community_area", combined)
    why = F.when(F.col("combined").isNull(), APART)
    return ranked.join(one, "community_area", "left").withColumn("why_not_combined", why)
