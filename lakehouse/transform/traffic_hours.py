"""The hours of detectors as a road authority judges them: complete, with what hangs told apart."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.transform.stuck import with_stuck

NIGHT = "hour < 6 or hour > 20"


def year_of_hours(detector_hour: DataFrame, detector: DataFrame, as_of: date) -> DataFrame:
    """Every hour of every detector in the year known before the day, measured or not.

    Columns detector_id, day, hour, vehicles, speed (miles per hour, missing where it was not
    measured), is_stuck, data_through, and ``free_flow_speed``: the 85th percentile of its speeds
    at night, missing where it was never measured then.
    """
    since = F.add_months(F.lit(as_of), -12)
    known = detector_hour.where((F.col("known_at") < F.lit(as_of)) & (F.col("day") >= since))
    span = known.agg(F.min("day").alias("first"), F.max("day").alias("data_through"))
    hours = _complete(with_stuck(known), detector, span)
    free = (
        hours.where("not is_stuck and speed > 0")
        .groupBy("detector_id")
        .agg(F.expr(f"percentile(speed, 0.85) filter (where {NIGHT})").alias("free_flow_speed"))
    )
    return hours.join(free, "detector_id", "left")


def on_its_street(
    told: DataFrame, hours: DataFrame, detector: DataFrame, street_segment: DataFrame, as_of: date
) -> DataFrame:
    """Rows by detector_id with its street, road_class and metres, and the days of ``hours``."""
    places = detector.join(street_segment, "segment_id", "left").select(
        "detector_id", "street", "road_class", "metres"
    )
    through = hours.agg(F.max("data_through").alias("data_through"))
    return (
        told.join(places, "detector_id", "left")
        .crossJoin(F.broadcast(through))
        .withColumn("as_of", F.lit(as_of))
    )


def _complete(rows: DataFrame, detector: DataFrame, span: DataFrame) -> DataFrame:
    days = span.where("first is not null").select(
        F.explode(F.sequence("first", "data_through")).alias("day"), "data_through"
    )
    hours = days.select(
        "day", "data_through", F.explode(F.sequence(F.lit(0), F.lit(23))).alias("hour")
    )
    every = detector.select("detector_id").crossJoin(F.broadcast(hours))
    measured = rows.select("detector_id", "day", "hour", "vehicles", "speed", "is_stuck")
    joined = every.join(measured, ["detector_id", "day", "hour"], "left")
    return joined.withColumn("is_stuck", F.coalesce("is_stuck", F.lit(False)))
