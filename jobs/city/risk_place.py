"""Places that may draw incidents to their surroundings, of whatever departments deliver."""

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.declare.complaint_words import ComplaintWords
from lakehouse.tables import city, fire, services, transport
from lakehouse.tables.city.incidents import CELL_METRES
from lakehouse.transform.grid import Grid

ALWAYS = "date '1970-01-01'"


@job(
    optional=[
        city.food_visit,
        fire.building,
        services.request,
        services.sanitation_request,
        transport.rail_station,
    ],
    at_least_one=True,
    writes=city.risk_place,
)
def risk_place(
    food_visit: DataFrame,
    building: DataFrame,
    request: DataFrame,
    sanitation_request: DataFrame,
    rail_station: DataFrame,
    complaint_words: ComplaintWords,
    bounds: Bounds,
) -> DataFrame:
    """Repeated reports of one need stay: that they repeat it is found out only later."""
    first = food_visit.groupBy("premises_id").agg(
        F.min("visited_on").alias("since"),
        F.min("known_at").alias("known_at"),
        *(F.min_by(x, "visited_on").alias(x) for x in ("latitude", "longitude")),
    )
    vacant = building.where("kind = 'vacant'")
    lights = request.where(F.lower("category").rlike(complaint_words.pattern("light")))
    always = F.expr(ALWAYS)
    each = [
        _places("food_premises", first, "premises_id", F.col("since"), F.col("known_at")),
        _places(
            "vacant_building", vacant, "building_id", F.col("registered_on"), F.col("known_at")
        ),
        _places("rail_station", rail_station, "station_id", always, always),
        _places("light_out", lights, "request_id", F.col("created_on"), F.col("known_at")),
        _places("complaint", sanitation_request, "row_id", F.col("created_on"), F.col("known_at")),
    ]
    placed = reduce(DataFrame.unionByName, each)
    grid = Grid(bounds.south, bounds.west, bounds.north)
    there = placed.where("latitude is not null and longitude is not null")
    return there.withColumn("cell", F.expr(grid.cell_sql(CELL_METRES)))


def _places(kind: str, rows: DataFrame, key: str, since: Column, known: Column) -> DataFrame:
    return rows.select(
        F.lit(kind).alias("kind"),
        F.col(key).alias("place_id"),
        since.alias("since"),
        known.alias("known_at"),
        *("latitude", "longitude"),
    )
