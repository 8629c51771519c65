"""Where traffic gets stuck again and again, in the same hours of most days."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.methods.bottleneck import CONGESTED, delay, recurrent_congestion
from lakehouse.tables import published, transport
from lakehouse.transform.traffic_hours import on_its_street, year_of_hours

LEAST = 20  # days, for half of them to be more than chance
FOUND = (
    "detector_id string, days_of_week string, free_flow_speed double, from_hour int, to_hour int, "
    "days int, share_congested double, speed double, minutes_lost double, vehicle_hours_lost double"
)


@job(
    reads=[transport.detector_hour, transport.detector, transport.street_segment],
    writes=published.bottlenecks,
)
def bottlenecks(
    detector_hour: DataFrame, detector: DataFrame, street_segment: DataFrame, as_of: date
) -> DataFrame:
    """Detectors that are congested in the same hours on at least half of a year's days."""
    hours = year_of_hours(detector_hour, detector, as_of)
    usual = (
        hours.where("not is_stuck and speed > 0 and free_flow_speed > 0")
        .withColumn("lost", F.expr("vehicles * greatest(1 / speed - 1 / free_flow_speed, 0)"))
        .withColumn("days_of_week", F.expr("if(weekday(day) < 5, 'weekdays', 'weekends')"))
        .groupBy("detector_id", "days_of_week", "free_flow_speed", "hour")
        .agg(
            F.count(F.lit(1)).alias("days"),
            F.expr(f"count_if(speed < {CONGESTED} * free_flow_speed)").alias("congested"),
            F.avg("speed").alias("speed"),
            F.avg("lost").alias("lost"),
        )
        .where(f"days >= {LEAST}")
    )
    found = usual.groupBy("detector_id", "days_of_week", "free_flow_speed").applyInPandas(
        _stretches, FOUND
    )
    order = Window.orderBy(F.desc("vehicle_hours_lost"), "detector_id", "days_of_week", "from_hour")
    return (
        on_its_street(found, hours, detector, street_segment, as_of)
        .withColumn("rank", F.row_number().over(order))
        .select(*published.bottlenecks.column_names)
    )


def _stretches(hours: pd.DataFrame) -> pd.DataFrame:
    first = hours.iloc[0]
    named = {name: first[name] for name in ("detector_id", "days_of_week", "free_flow_speed")}
    found = recurrent_congestion(hours)
    found["minutes_lost"] = 60 * delay(found["speed"], first["free_flow_speed"])
    return found.assign(**named)[[word.split()[0] for word in FOUND.split(", ")]]
