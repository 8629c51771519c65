"""Which community area a postal code stands for, learnt from addresses that say both."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, services, surveillance

MATCHED = 0.9


@job(
    reads=[city.event],
    optional=[health.food_inspection, services.abandoned_vehicle, surveillance.covid_week],
    writes=city.zip_area,
)
def zip_area(
    event: DataFrame,
    food_inspection: DataFrame,
    abandoned_vehicle: DataFrame,
    covid_week: DataFrame,
) -> DataFrame:
    """A place counts once however often it was reported."""
    written = food_inspection.select("zip", F.col("inspection_id").alias("event_id")).unionByName(
        abandoned_vehicle.select("zip", F.col("row_id").alias("event_id"))
    )
    both = written.where("zip is not null").join(
        event.where("event_kind in ('food_visit', 'abandoned_vehicle')"), "event_id", "left"
    )
    places = both.select("zip", "community_area", "latitude", "longitude").distinct()
    by_area = places.groupBy("zip", "community_area").agg(F.count("*").alias("n"))
    known = "community_area is not null"
    found = by_area.groupBy("zip").agg(
        F.expr(f"max_by(community_area, struct(n, community_area)) filter (where {known})").alias(
            "largest"
        ),
        F.expr(f"max(n) filter (where {known})").alias("most"),
        F.expr(f"coalesce(sum(n) filter (where {known}), 0)").cast("int").alias("addresses"),
    )
    reports = covid_week.groupBy("zip").agg(F.count("*").cast("int").alias("reports"))
    whole = found.join(reports, "zip", "full").fillna(0, ["addresses", "reports"])
    share = F.try_divide(F.col("most"), F.col("addresses"))
    outcome = (
        F.when(F.col("addresses") == 0, "unmatched")
        .when(F.col("share") >= MATCHED, "matched")
        .otherwise("ambiguous")
    )
    area = F.when(F.col("outcome") == "matched", F.col("largest"))
    return (
        whole.withColumn("share", share)
        .withColumn("outcome", outcome)
        .withColumn("community_area", area)
        .select(*city.zip_area.column_names)
    )
