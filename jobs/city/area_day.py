"""What happened in each area on each day, over all departments."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city
from lakehouse.tables.city.area import KINDS
from lakehouse.transform.area_people import with_population


@job(reads=[city.event], optional=[city.area_population], writes=city.area_day, days_back=0)
def area_day(event: DataFrame, area_population: DataFrame) -> DataFrame:
    """An event counts in one area of each kind; where it lies in none, event_location says why."""
    each = ", ".join(f"named_struct('area_kind', '{k}', 'area', {k})" for k in KINDS)
    # First by all four areas at once, so that the events themselves are read and shuffled once.
    at = event.groupBy("event_kind", F.col("happened_on").alias("day"), *KINDS).agg(
        F.count("*").alias("events"),
        F.count_if("is_harmful").alias("harmful"),
        F.max("known_at").alias("known_at"),
    )
    spread = at.select(
        "event_kind", "day", "events", "harmful", "known_at", F.expr(f"inline(array({each}))")
    ).where("area is not null")
    days = spread.groupBy("area_kind", "area", "day", "event_kind").agg(
        F.sum("events").cast("int").alias("events"),
        F.sum("harmful").cast("int").alias("harmful"),
        F.max("known_at").alias("known_at"),
    )
    return with_population(days, area_population, "day").select(*city.area_day.column_names)
