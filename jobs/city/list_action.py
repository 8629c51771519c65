"""What was done with the lists, from the departments' own records of their work."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city


@job(reads=[city.food_visit], writes=city.list_action)
def list_action(food_visit: DataFrame) -> DataFrame:
    """Routine visits are what is done with the list of premises, whether it sent them or not."""
    visits = food_visit.where("is_canvass").groupBy("premises_id", "visited_on")
    return visits.agg(
        F.max("critical_found").alias("found"), F.min("known_at").alias("known_at")
    ).select(
        F.lit("premises_to_inspect_first").alias("result"),
        F.col("premises_id").alias("entity_id"),
        F.col("visited_on").alias("done_on"),
        F.lit("inspected").alias("what"),
        "found",
        "known_at",
    )
