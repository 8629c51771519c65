"""Every intersection there is, with its place and streets where a crash has told them."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, transport


@job(reads=[transport.pedestrian_cyclist_crash], writes=city.intersection)
def intersection(pedestrian_cyclist_crash: DataFrame) -> DataFrame:
    """Numbers without a crash exist too, and only the files leave them out.

    Place and streets are those of the first crash: a later one cannot change what was known.
    """
    first = F.struct("known_at", "happened_on", "crash_id")
    seen = (
        pedestrian_cyclist_crash.where("intersection_id is not null")
        .groupBy("intersection_id")
        .agg(
            F.min_by("intersection", first).alias("name"),
            F.min_by("latitude", first).alias("latitude"),
            F.min_by("longitude", first).alias("longitude"),
            F.min("known_at").alias("known_at"),
        )
    )
    last = seen.agg(F.max("intersection_id").alias("last")).where("last is not null")
    every = last.select(F.explode(F.sequence(F.lit(1), "last")).alias("intersection_id"))
    return every.join(seen, "intersection_id", "left").select(*city.intersection.column_names)
