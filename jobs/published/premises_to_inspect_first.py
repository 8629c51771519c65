"""The list for the inspectors: every premises in order, and why where there is no score."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, published, risk
from lakehouse.transform.place import as_list


@job(
    reads=[risk.food_premises, city.food_premises, health.food_inspection],
    optional=[city.area_boundary],
    writes=published.premises_to_inspect_first,
)
def premises_to_inspect_first(
    risk_food_premises: DataFrame,
    city_food_premises: DataFrame,
    food_inspection: DataFrame,
    area_boundary: DataFrame,
    as_of: date,
) -> DataFrame:
    """The scores with name, place and last visit; the day limits what is known of visits."""
    visited = (
        food_inspection.where(F.col("known_at") < F.lit(as_of))
        .groupBy(F.col("licence_number").alias("premises_id"))
        .agg(F.max("inspected_on").alias("last_visit_on"))
    )
    listed = risk_food_premises.join(city_food_premises, "premises_id", "left").join(
        visited, "premises_id", "left"
    )
    return as_list(listed, area_boundary, published.premises_to_inspect_first)
