"""How the addresses of each postal code lie in the community areas."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, services
from lakehouse.tables.city.zip import UNALLOCATED


@job(
    reads=[city.event],
    optional=[health.food_inspection, services.abandoned_vehicle],
    writes=city.zip_share,
)
def zip_share(
    event: DataFrame, food_inspection: DataFrame, abandoned_vehicle: DataFrame
) -> DataFrame:
    """A place counts once however often it was reported; one outside every area has no share."""
    written = food_inspection.select("zip", F.col("inspection_id").alias("event_id")).unionByName(
        abandoned_vehicle.select("zip", F.col("row_id").alias("event_id"))
    )
    both = written.where("zip is not null").join(
        event.where("event_kind in ('food_visit', 'abandoned_vehicle')"), "event_id", "left"
    )
    places = both.select("zip", "community_area", "latitude", "longitude").distinct()
    counted = places.groupBy(
        "zip", F.coalesce("community_area", F.lit(UNALLOCATED)).alias("community_area")
    ).agg(F.count("*").cast("int").alias("addresses"))
    located = F.when(F.col("community_area") != UNALLOCATED, F.col("addresses"))
    return counted.withColumn(
        "share", located / F.sum(located).over(Window.partitionBy("zip"))
    ).select(*city.zip_share.column_names)
