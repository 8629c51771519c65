"""The hazards that are still open, those past their deadline first, with their places' names."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, fire, published

AT_BUILDINGS = ("building_fire", "fire_incident")


@job(
    reads=[city.hazard],
    optional=[city.food_premises, fire.building],
    writes=published.hazards_overdue,
)
def hazards_overdue(hazard: DataFrame, food_premises: DataFrame, building: DataFrame) -> DataFrame:
    """What is closed or has lapsed stays in the register alone."""
    waiting = hazard.where("state in ('open', 'overdue')").withColumns(
        {
            "days_over": F.datediff("as_of", "deadline"),
            "at_building": F.col("kind").isin(*AT_BUILDINGS),
        }
    )
    # The same number may stand for a building and for premises.
    premises = food_premises.select(
        F.lit(False).alias("at_building"), F.col("premises_id").alias("place_id"), "name", "address"
    )
    buildings = building.select(
        F.lit(True).alias("at_building"), F.col("building_id").alias("place_id"), "address"
    )
    places = premises.unionByName(buildings, allowMissingColumns=True)
    named = waiting.join(places, ["at_building", "place_id"], "left")
    order = (F.desc("state"), F.desc("risk"), F.desc("days_over"), "hazard_id")
    return named.select(*published.hazards_overdue.column_names).sort(*order)
