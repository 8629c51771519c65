"""Which streets and intersections have more crashes than their kind and traffic explain."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.screened import SCREENED, screened

MONTHS = 60  # three to five years (Highway Safety Manual 2010, section 4.3)


@job(reads=[city.street_site, city.site_crash], writes=risk.street_screening)
def street_screening(street_site: DataFrame, site_crash: DataFrame, as_of: date) -> DataFrame:
    """Every site of the network, each class of facility with a performance function of its own."""
    known = site_crash.where(
        (F.col("known_at") < F.lit(as_of)) & (F.col("happened_on") < F.lit(as_of))
    )
    since = F.add_months(F.lit(as_of), -MONTHS)
    span = known.agg(
        F.min("happened_on").alias("first"), F.max("happened_on").alias("data_through")
    )
    span = span.select(
        "data_through",
        F.greatest(
            F.lit(0.25), F.months_between(F.lit(as_of), F.greatest("first", since)) / 12
        ).alias("years"),
    ).where("data_through is not null")
    record = known.where((F.col("happened_on") >= since) & F.col("site_id").isNotNull())
    counted = record.groupBy("site_id").agg(
        F.count(F.lit(1)).cast("int").alias("crashes"),
        F.count_if("has_injury").cast("int").alias("injury_crashes"),
    )
    sites = (
        street_site.join(counted, "site_id", "left")
        .fillna(0, ["crashes", "injury_crashes"])
        .crossJoin(F.broadcast(span))
    )
    judged = sites.groupBy("facility").applyInPandas(screened, SCREENED)
    return (
        judged.join(street_site.select("site_id", "facility", "aadt", "is_counted"), "site_id")
        .crossJoin(F.broadcast(span.select("data_through")))
        .withColumn("as_of", F.lit(as_of))
        .select(*risk.street_screening.column_names)
    )
