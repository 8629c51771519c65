"""Which community area a postal code stands for, learnt from addresses that say both."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, surveillance

MATCHED = 0.9


@job(reads=[city.zip_share], optional=[surveillance.covid_week], writes=city.zip_area)
def zip_area(zip_share: DataFrame, covid_week: DataFrame) -> DataFrame:
    """The area with the largest share of its addresses, where nearly all of them lie in it."""
    known = "share is not null"
    found = zip_share.groupBy("zip").agg(
        F.expr(
            f"max_by(community_area, struct(share, community_area)) filter (where {known})"
        ).alias("largest"),
        F.max("share").alias("share"),
        F.expr(f"coalesce(sum(addresses) filter (where {known}), 0)")
        .cast("int")
        .alias("addresses"),
    )
    reports = covid_week.groupBy("zip").agg(F.count("*").cast("int").alias("reports"))
    whole = found.join(reports, "zip", "full").fillna(0, ["addresses", "reports"])
    outcome = (
        F.when(F.col("addresses") == 0, "unmatched")
        .when(F.col("share") >= MATCHED, "matched")
        .otherwise("ambiguous")
    )
    area = F.when(F.col("outcome") == "matched", F.col("largest"))
    return (
        whole.withColumn("outcome", outcome)
        .withColumn("community_area", area)
        .select(*city.zip_area.column_names)
    )
