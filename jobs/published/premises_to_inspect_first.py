"""The list for the inspectors: every premises in order, and why where there is no score."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.food_harm import FoodHarm
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
    food_harm: FoodHarm,
) -> DataFrame:
    """The scores with harm, name, place and last visit; the day limits what is known of visits."""
    last = F.struct("inspected_on", F.length("inspection_id"), "inspection_id")
    visited = (
        food_inspection.where(F.col("known_at") < F.lit(as_of))
        .groupBy(F.col("licence_number").alias("premises_id"))
        .agg(
            F.max("inspected_on").alias("last_visit_on"),
            F.max_by("risk_class", last).alias("risk_class"),
        )
    )
    listed = risk_food_premises.join(city_food_premises, "premises_id", "left").join(
        visited, "premises_id", "left"
    )
    harm = F.col("probability") * F.col("consequence")
    weighed = (
        listed.withColumn("consequence", F.expr(food_harm.consequence_sql))
        .withColumn("expected_harm", harm)
        .withColumn("harm_basis", F.lit(food_harm.basis))
    )
    return as_list(weighed, area_boundary, published.premises_to_inspect_first)
