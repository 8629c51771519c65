"""How many events of each kind were located, and why the others were not."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city
from lakehouse.tables.city.area import KINDS

# What a reason says of an event that has an area all the same.
LOCATED = "located"


@job(reads=[city.event], writes=city.event_location)
def event_location(event: DataFrame) -> DataFrame:
    """One pass: the events are counted by the few combinations of reasons, then spread by kind."""
    reasons = [f"{kind}_reason" for kind in KINDS]
    counted = event.groupBy("event_kind", *reasons).agg(F.count("*").alias("n"))
    each = ", ".join(
        f"named_struct('area_kind', '{kind}', 'outcome', coalesce({kind}_reason, '{LOCATED}'))"
        for kind in KINDS
    )
    spread = counted.select("event_kind", "n", F.expr(f"inline(array({each}))"))
    summed = spread.groupBy("event_kind", "area_kind", "outcome").agg(
        F.sum("n").cast("int").alias("events")
    )
    whole = F.sum("events").over(Window.partitionBy("event_kind", "area_kind"))
    return summed.withColumn("share", F.col("events") / whole)
