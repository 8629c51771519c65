"""The food inspectors' week: what fits their time, by expected harm, and a share drawn by lot."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.methods.weekly_list import this_week
from lakehouse.tables import city, governance, published
from lakehouse.transform.fitted import fitted_to

WEEKS = 13
NAME = published.inspections_this_week.last
TAKEN = (
    "entity_id string, place int, by_lot boolean, uses string, capacity string, result string, "
    "as_of date, data_through date"
)


@job(
    reads=[published.premises_to_inspect_first, city.food_visit],
    optional=[governance.capacity],
    writes=published.inspections_this_week,
)
def inspections_this_week(
    premises_to_inspect_first: DataFrame, food_visit: DataFrame, capacity: DataFrame, as_of: date
) -> DataFrame:
    """Who visits is not in it: any inspector may take any line."""
    listed = premises_to_inspect_first.where("rank is not null")
    items = listed.select(
        F.lit(NAME).alias("result"),
        F.col("premises_id").alias("entity_id"),
        F.col("rank").alias("list_rank"),
        F.col("expected_harm").alias("benefit"),
        F.to_json(F.struct("facility", "community_area")).alias("traits"),
        "random_share",
        F.xxhash64(F.lit(f"week {as_of}"), "premises_id").alias("lot"),
        *("as_of", "data_through"),
    )
    told = capacity.where(F.col("result") == NAME)
    usual = usual_week(food_visit, as_of).join(told.select("result"), "result", "left_anti")
    week = fitted_to(items, told.unionByName(usual), this_week, TAKEN)
    return (
        week.select(F.col("entity_id").alias("premises_id"), "place", "by_lot", "uses", "capacity")
        .join(listed.withColumnRenamed("rank", "list_rank"), "premises_id")
        .withColumn("week_from", F.lit(as_of))
        .select(*published.inspections_this_week.column_names)
        .sort("place")
    )


def usual_week(food_visit: DataFrame, as_of: date) -> DataFrame:
    """As many visits as in the middle one of the last weeks, as a row of ``governance.capacity``.

    For a city that has not said what time its inspectors have; at least one visit.
    """
    day = F.lit(as_of)
    ago = F.floor((F.datediff(day, "visited_on") - 1) / 7)
    visits = (
        food_visit.where(F.col("is_canvass") & (F.col("known_at") < day))
        .where((F.col("visited_on") < day) & (ago < WEEKS))
        .groupBy(ago.alias("week"))
        .agg(F.count("*").alias("visits"))
    )
    # A week without a visit counts as one: inspectors have holidays.
    every = visits.sparkSession.range(WEEKS).withColumnRenamed("id", "week")
    middle = F.greatest(F.lit(1.0), F.floor(F.percentile(F.coalesce("visits", F.lit(0)), 0.5)))
    said = {"result": F.lit(NAME), "resource": F.lit("visits"), "value": F.lit("")}
    said |= {"available": middle.cast("double"), "cost": F.lit(1.0)}
    counted = every.join(visits, "week", "left").agg(*(c.alias(n) for n, c in said.items()))
    nothing = {n: F.lit(None).cast("string") for n in ("by", "floor_by")}
    return counted.withColumns(nothing | {"floor_share": F.lit(0.0)})
