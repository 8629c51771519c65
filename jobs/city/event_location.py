"""How many events of each kind were located, and why the others were not."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city
from lakehouse.tables.city.area import KINDS
from lakehouse.transform.place import outcomes


@job(
    reads=[city.event],
    writes=city.event_location,
    balances=[
        Balance(city.event, why="outcome", fine=("located",), counts="events", each="area_kind")
    ],
)
def event_location(event: DataFrame) -> DataFrame:
    """An event without a reason is located; one in doubt has an area all the same."""
    whole = F.sum("events").over(Window.partitionBy("event_kind", "area_kind"))
    return (
        outcomes(event, KINDS, ["event_kind"])
        .select(
            "event_kind",
            F.col("kind").alias("area_kind"),
            F.coalesce("reason", F.lit("located")).alias("outcome"),
            F.col("rows").cast("int").alias("events"),
        )
        .withColumn("share", F.col("events") / whole)
    )
