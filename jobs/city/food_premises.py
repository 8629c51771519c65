"""Every food premises any department knows, with its name and place as last seen."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, licensing


@job(reads=[health.food_inspection, licensing.food_licence], writes=city.food_premises)
def food_premises(food_inspection: DataFrame, food_licence: DataFrame) -> DataFrame:
    """The inspector's word on name and place comes before the licence's: he stood there.

    A visit that tells no place leaves the one that an earlier visit told.
    """
    # Numbers are text: the shorter one is the smaller one.
    last = F.struct("inspected_on", F.length("inspection_id"), "inspection_id")
    placed = F.when(F.expr("latitude is not null and longitude is not null"), last)
    visited = food_inspection.groupBy(F.col("licence_number").alias("premises_id")).agg(
        F.max_by("name", last).alias("seen_name"),
        F.max_by("address", last).alias("address"),
        F.max_by("facility", last).alias("facility"),
        F.max_by("latitude", placed).alias("seen_latitude"),
        F.max_by("longitude", placed).alias("seen_longitude"),
        F.min("inspected_on").alias("first_visit_on"),
    )
    newest = F.struct("starts_on", "term_id")
    licensed = food_licence.groupBy(F.col("licence_number").alias("premises_id")).agg(
        F.max_by("name", newest).alias("licensed_name"),
        F.max_by("latitude", newest).alias("licensed_latitude"),
        F.max_by("longitude", newest).alias("licensed_longitude"),
        F.min("starts_on").alias("licensed_from"),
    )
    return visited.join(licensed, "premises_id", "full").select(
        "premises_id",
        F.coalesce("seen_name", "licensed_name").alias("name"),
        "address",
        "facility",
        F.coalesce("seen_latitude", "licensed_latitude").alias("latitude"),
        F.coalesce("seen_longitude", "licensed_longitude").alias("longitude"),
        "first_visit_on",
        "licensed_from",
    )
