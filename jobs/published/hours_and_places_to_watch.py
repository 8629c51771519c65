"""In which hours and areas of the coming week crashes are to be expected most."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk

MOST = 200  # hours of areas on the list: more than anybody watches in a week


@job(reads=[risk.crash_hour], writes=published.hours_and_places_to_watch)
def hours_and_places_to_watch(crash_hour: DataFrame) -> DataFrame:
    """The hours of areas with most crashes expected, the first of them in their order."""
    first = Window.orderBy(F.desc("expected"), "community_area", "day", "hour")
    return (
        crash_hour.withColumn("place", F.row_number().over(first))
        .where(F.col("place") <= MOST)
        .select(*published.hours_and_places_to_watch.column_names)
        .sort("place")
    )
