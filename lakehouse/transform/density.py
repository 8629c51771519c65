"""Kernel density of events around points over the days before each, exact to the last event."""

from __future__ import annotations

from math import pi

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def density(
    points: DataFrame, events: DataFrame, *, days: int, bandwidth: float, name: str
) -> DataFrame:
    """Mean product Gaussian of all events of the days [day - days, day] around each point.

    ``points`` has ``point_id``, ``day``, ``latitude``, ``longitude``; ``events`` has ``day``,
    ``latitude``, ``longitude``; ``bandwidth`` is in degrees. Gives ``point_id`` and ``name`` per
    square bandwidth (1 / (2 pi h²)). Every event counts, however far: published values go down
    to 1e-246, so nothing may be cut off. Work grows with points x events of one window.
    """
    placed = "latitude is not null and longitude is not null"
    asked = points.where(placed).select(
        "point_id",
        F.col("latitude").alias("_lat"),
        F.col("longitude").alias("_lon"),
        F.expr(f"explode(sequence(date_sub(day, {days}), day))").alias("day"),
    )
    seen = events.where(placed).select("day", "latitude", "longitude")
    dy, dx = f"((latitude - _lat) / {bandwidth})", f"((longitude - _lon) / {bandwidth})"
    kernel = F.expr(f"exp(-({dy} * {dy} + {dx} * {dx}) / 2)")
    return (
        asked.join(F.broadcast(seen), "day")
        .groupBy("point_id")
        .agg((F.avg(kernel) / (2 * pi * bandwidth**2)).alias(name))
    )
