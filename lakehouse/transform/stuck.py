"""Detectors that hang: steps in a row that all say the same."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

STUCK = 3  # steps: as long nobody counts the same number of vehicles at the same speed by chance


def step_of(readings: DataFrame, minutes: int) -> Column:
    """The number of a reading's step of ``minutes`` since 1970, by day, hour and minute if any."""
    minute = F.unix_date("day").cast("bigint") * 1440 + F.col("hour") * 60
    if "minute" in readings.columns:
        minute = minute + F.col("minute")
    return F.floor(minute / minutes)


def with_stuck(readings: DataFrame, minutes: int = 60) -> DataFrame:
    """``readings`` with ``is_stuck``: in a run of steps of one detector that all say the same.

    ``readings`` has detector_id, day, hour (and minute), vehicles and speed, each step once.
    """
    of_value = Window.partitionBy("detector_id", "vehicles", "speed").orderBy("_step")
    # Steps that follow each other and say the same keep step less number the same.
    rows = readings.withColumn("_step", step_of(readings, minutes))
    rows = rows.withColumn("_run", F.col("_step") - F.row_number().over(of_value))
    run = Window.partitionBy("detector_id", "vehicles", "speed", "_run")
    return rows.withColumn("is_stuck", F.count(F.lit(1)).over(run) >= STUCK).drop("_step", "_run")
