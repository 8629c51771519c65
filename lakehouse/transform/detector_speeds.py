"""What detectors measured step by step, as those who tell the coming speeds are given it."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.bounds import Bounds
from lakehouse.transform.grid import Grid
from lakehouse.transform.stuck import step_of, with_stuck


def detector_speeds(
    readings: DataFrame, detector: DataFrame, as_of: date, bounds: Bounds, weeks: int, minutes: int
) -> DataFrame:
    """Speeds of the last ``weeks`` at detectors; those missing or stuck have none.

    ``readings``: detector_id, day, hour (and minute), vehicles, speed, known_at, each step of
    ``minutes`` once. Gives detector_id, step (since 1970 began), speed, known_at, x and y (metres).
    """
    since = F.date_sub(F.lit(as_of), 7 * weeks)
    # Whether a step is stuck is told by those beside it, so what is not known goes out before.
    known = readings.where((F.col("known_at") < F.lit(as_of)) & (F.col("day") >= since))
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    places = detector.select(
        "detector_id",
        F.expr(f"longitude * {wide}").alias("x"),
        F.expr(f"latitude * {high}").alias("y"),
    )
    usable = F.when((F.col("speed") > 0) & ~F.col("is_stuck"), F.col("speed"))
    measured = with_stuck(known, minutes).select(
        "detector_id", step_of(known, minutes).alias("step"), usable.alias("speed"), "known_at"
    )
    return measured.join(places, "detector_id")
