"""Injury crashes along the streets of each intersection: a busy street stays busy further on."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, transport

METRES = 2000
# Metres per degree of latitude; of longitude it shrinks with the cosine of the latitude.
DEGREE = 111_195
APART = (
    f"{DEGREE} * sqrt(pow(latitude - crash_latitude, 2)"
    " + pow((longitude - crash_longitude) * cos(radians(latitude)), 2))"
)


@job(
    reads=[transport.pedestrian_cyclist_crash, city.intersection],
    writes=city.corridor_crash,
    days_back=0,
)
def corridor_crash(pedestrian_cyclist_crash: DataFrame, intersection: DataFrame) -> DataFrame:
    """A row is known when crash and intersection both are: one that nobody knew has no place."""
    lying = intersection.where("name is not null").select(
        "intersection_id",
        "latitude",
        "longitude",
        F.col("known_at").alias("place_known_at"),
        F.posexplode(F.array_distinct(F.split("name", " / "))).alias("_from_0", "street"),
    )
    hurt = pedestrian_cyclist_crash.where("worst_injury != 'none' and intersection is not null")
    crashed = hurt.select(
        "crash_id",
        "happened_on",
        "known_at",
        F.col("intersection_id").alias("crash_intersection_id"),
        F.col("latitude").alias("crash_latitude"),
        F.col("longitude").alias("crash_longitude"),
        F.explode(F.array_distinct(F.split("intersection", " / "))).alias("street"),
    )
    return (
        crashed.join(lying, "street")
        .where("intersection_id != crash_intersection_id")
        .withColumn("metres", F.expr(APART))
        .where(F.col("metres") <= METRES)
        .withColumns(
            {
                "known_at": F.greatest("known_at", "place_known_at"),
                "street_place": F.col("_from_0") + 1,
            }
        )
        .select(*city.corridor_crash.column_names)
    )
