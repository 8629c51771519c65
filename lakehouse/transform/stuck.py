"""Detectors that hang: hours in a row that all say the same."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

STUCK = 3  # hours: as long nobody counts the same number of vehicles at the same speed by chance


def with_stuck(hours: DataFrame) -> DataFrame:
    """``hours`` with ``is_stuck``: in a run of hours of one detector that all say the same.

    ``hours`` has detector_id, day, hour, vehicles and speed, each hour once.
    """
    hour = F.unix_timestamp("day") / 3600 + F.col("hour")
    of_value = Window.partitionBy("detector_id", "vehicles", "speed").orderBy("_hour")
    # Hours that follow each other and say the same keep hour less number the same.
    rows = hours.withColumn("_hour", hour.cast("bigint"))
    rows = rows.withColumn("_run", F.col("_hour") - F.row_number().over(of_value))
    run = Window.partitionBy("detector_id", "vehicles", "speed", "_run")
    return rows.withColumn("is_stuck", F.count(F.lit(1)).over(run) >= STUCK).drop("_hour", "_run")
