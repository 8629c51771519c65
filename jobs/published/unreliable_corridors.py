"""Where travel times cannot be relied on, and when: the indices that road authorities publish."""

from datetime import date

import pandas as pd
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, transport
from lakehouse.transform.traffic_hours import on_its_street, year_of_hours

LEAST = 100  # hours, for a 95th percentile with five beyond it
WEEKDAY = "weekday(day) < 5"
# The hours of a day that each part has, beside how to know it.
PARTS = {
    "weekdays 6 to 10": (4, f"{WEEKDAY} and hour between 6 and 9"),
    "weekdays 10 to 16": (6, f"{WEEKDAY} and hour between 10 and 15"),
    "weekdays 16 to 20": (4, f"{WEEKDAY} and hour between 16 and 19"),
    "weekends 6 to 20": (14, f"not {WEEKDAY} and hour between 6 and 19"),
}
INDICES = (
    "detector_id string, part_of_day string, hours int, share_missing double, share_stuck double, "
    "free_flow_speed double, mean_speed double, travel_time_index double, "
    "planning_time_index double, buffer_index double, lottr double, is_reliable boolean, "
    "minutes_lost double, vehicle_hours_lost double, why_no_index string"
)


@job(
    reads=[transport.detector_hour, transport.detector, transport.street_segment],
    writes=published.unreliable_corridors,
)
def unreliable_corridors(
    detector_hour: DataFrame, detector: DataFrame, street_segment: DataFrame, as_of: date
) -> DataFrame:
    """A year of hours known before the day; stuck and missing hours are counted and left out."""
    year = year_of_hours(detector_hour, detector, as_of).withColumn("part_of_day", _part())
    hours = year.where("part_of_day is not null")
    judged = hours.groupBy("detector_id", "part_of_day").applyInPandas(_judged, INDICES)
    return (
        on_its_street(judged, year, detector, street_segment, as_of)
        .select(*published.unreliable_corridors.column_names)
        .sort(F.desc_nulls_last("planning_time_index"), "detector_id", "part_of_day")
    )


def _part() -> Column:
    words = " ".join(f"when {said} then '{name}'" for name, (_, said) in PARTS.items())
    return F.expr(f"case {words} end")


def _judged(hours: pd.DataFrame) -> pd.DataFrame:
    from lakehouse.methods.reliability import reliability

    usable = hours[(hours["speed"] > 0) & ~hours["is_stuck"]]
    free = hours["free_flow_speed"].iloc[0]
    said = {
        "detector_id": hours["detector_id"].iloc[0],
        "part_of_day": hours["part_of_day"].iloc[0],
        "hours": len(usable),
        "share_missing": float(hours["speed"].isna().mean()),
        "share_stuck": float(hours["is_stuck"].mean()),
    }
    columns = [word.split()[0] for word in INDICES.split(", ")]
    if len(usable) < LEAST or not free > 0:
        why = f"only {len(usable)} hours were measured" if len(usable) < LEAST else "no free flow"
        return pd.DataFrame([said | {"why_no_index": why}], columns=columns, dtype=object)
    # Time per unit of length: the segment's length cancels in every index.
    found = reliability(1 / usable["speed"].to_numpy(dtype=float), 1 / float(free))
    said |= {
        "free_flow_speed": float(free),
        "mean_speed": float(usable["speed"].mean()),
        "travel_time_index": found.travel_time_index,
        "planning_time_index": found.planning_time_index,
        "buffer_index": found.buffer_index,
        "lottr": found.lottr,
        "is_reliable": found.is_reliable,
        **_lost(usable, float(free), PARTS[said["part_of_day"]][0]),
    }
    return pd.DataFrame([said], columns=columns, dtype=object)


def _lost(usable: pd.DataFrame, free: float, hours: int) -> dict[str, float | None]:
    """Minutes that a vehicle loses, hours that all of a day's part do; missing without any."""
    from lakehouse.methods.bottleneck import delay

    counted = usable[usable["vehicles"] > 0]
    if counted.empty:
        return {"minutes_lost": None, "vehicle_hours_lost": None}
    lost = delay(counted["speed"], free, counted["vehicles"])
    return {
        "minutes_lost": 60 * float(lost.sum() / counted["vehicles"].sum()),
        "vehicle_hours_lost": hours * float(lost.sum() / len(usable)),
    }
