"""The city's own crash counts beside the events counted here."""

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, transport

NONE = "none"
KEY = ("area_kind", "area", "year")
# Place of the counts, and the column of an event that says the same.
PLACES = {
    "community_area": "community_area",
    "police_district": "police_district",
    "tract": "tract",
    "intersection": "intersection_id",
}


@job(
    reads=[
        city.event,
        transport.pedestrian_cyclist_crash,
        transport.crash_count_community_area,
        transport.crash_count_police_district,
        transport.crash_count_tract,
        transport.crash_count_intersection,
    ],
    writes=city.crash_count_balance,
)
def crash_count_balance(
    event: DataFrame,
    pedestrian_cyclist_crash: DataFrame,
    crash_count_community_area: DataFrame,
    crash_count_police_district: DataFrame,
    crash_count_tract: DataFrame,
    crash_count_intersection: DataFrame,
) -> DataFrame:
    """Only crashes with somebody walking or cycling are delivered both ways.

    Intersections have counts by who was hit and no row for crashes elsewhere: the events that
    name no intersection are left out there.
    """
    counts = {
        "community_area": crash_count_community_area,
        "police_district": crash_count_police_district,
        "tract": crash_count_tract,
        "intersection": crash_count_intersection,
    }
    of_events = pedestrian_cyclist_crash.select(
        F.col("crash_id").alias("event_id"), "intersection_id"
    ).join(event.where("event_kind = 'pedestrian_cyclist_crash'"), "event_id")
    return reduce(
        DataFrame.unionByName,
        (_balance(kind, published, of_events) for kind, published in counts.items()),
    )


def _balance(kind: str, published: DataFrame, events: DataFrame) -> DataFrame:
    column = PLACES[kind]
    said = published.where("kind in ('pedestrian_or_cyclist', 'pedestrian', 'cyclist')")
    said = said.groupBy(_area(column), "year").agg(F.sum("crashes").alias("published"))
    years = said.select("year").distinct()
    if kind == "intersection":
        events = events.where("intersection_id is not null")
    counted = (
        events.groupBy(_area(column), F.year("happened_on").cast("smallint").alias("year"))
        .agg(F.count("*").alias("counted"))
        .join(F.broadcast(years), "year", "left_semi")
    )
    both = said.join(counted, ["area", "year"], "full").fillna(0, ["published", "counted"])
    return both.select(
        F.lit(kind).alias("area_kind"),
        "area",
        "year",
        F.col("published").cast("int"),
        F.col("counted").cast("int"),
        (F.col("published") - F.col("counted")).cast("int").alias("difference"),
    )


def _area(column: str) -> Column:
    known = F.col(column).cast("string")
    return F.coalesce(F.nullif(known, F.lit("unknown")), F.lit(NONE)).alias("area")
