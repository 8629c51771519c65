"""The hours of each detector as they may be used, and which of them nobody measured."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, transport
from lakehouse.transform.traffic_hours import year_of_hours

LONGEST = 3  # hours that a speed is carried on: later the traffic is another


@job(reads=[transport.detector_hour, transport.detector], writes=city.detector_clean)
def detector_clean(detector_hour: DataFrame, detector: DataFrame, as_of: date) -> DataFrame:
    """A year of hours known before the day, each of them: measured, or how it is stood for."""
    hours = year_of_hours(detector_hour, detector, as_of)
    read = F.when((F.col("speed") > 0) & ~F.col("is_stuck"), F.col("speed"))
    # Every hour has a row, so that rows before are hours before.
    before = Window.partitionBy("detector_id").orderBy("day", "hour").rowsBetween(-LONGEST, 0)
    told = hours.withColumn("read", read).withColumn(
        "clean", F.last("read", ignorenulls=True).over(before)
    )
    flag = (
        F.when(F.col("read").isNotNull(), "measured")
        .when(F.col("is_stuck"), "stuck")
        .when(F.col("clean").isNotNull(), "carried")
        .otherwise("missing")
    )
    return told.select(
        *("detector_id", "day"),
        F.col("hour").cast("tinyint").alias("hour"),
        F.when(F.col("read").isNotNull(), F.col("vehicles")).alias("vehicles"),
        F.col("clean").alias("speed"),
        flag.alias("flag"),
    )
