"""The traffic of each street segment: as last counted, else estimated from what is known."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, transport
from lakehouse.transform.near_lines import near_lines
from lakehouse.transform.place import in_area
from lakehouse.transform.traffic_estimated import ESTIMATED, estimated

NEAR = 800  # metres that people walk to a station
MIDDLE = "from_json(geometry, 'struct<coordinates:array<array<double>>>').coordinates"


@job(
    # Crashes are read for their day alone: traffic is counted now and then.
    reads=[transport.street_segment, transport.crash],
    optional=[
        transport.traffic_count,
        transport.rail_station,
        transport.rail_entry,
        city.area_boundary,
        city.area_population,
        city.area_age_population,
    ],
    side_by_side=True,
    writes=city.street_traffic,
    balances=[Balance(transport.street_segment)],
)
def street_traffic(
    street_segment: DataFrame,
    crash: DataFrame,
    traffic_count: DataFrame,
    rail_station: DataFrame,
    rail_entry: DataFrame,
    area_boundary: DataFrame,
    area_population: DataFrame,
    area_age_population: DataFrame,
    as_of: date,
    bounds: Bounds,
) -> DataFrame:
    """People are those of the segment's area by the kilometre of its streets, from the last census
    before the day, else from the register; entries are a day's, within a walk."""
    counts = traffic_count.where(F.col("known_at") < F.lit(as_of))
    latest = counts.groupBy("segment_id").agg(
        F.max_by("aadt", "counted_on").cast("double").alias("counted")
    )
    entered = _entries(street_segment, rail_station, rail_entry, as_of, bounds)
    streets = (
        _among_people(street_segment, area_boundary, area_population, area_age_population, as_of)
        .join(latest, "segment_id", "left")
        .join(entered, "segment_id", "left")
        .select("segment_id", "street", "road_class", "counted", "people", "rail_entries")
    )
    # One street tells of another: a city's segments are learnt from in one memory.
    return streets.groupBy().applyInPandas(estimated, ESTIMATED)


def _among_people(
    segments: DataFrame, boundary: DataFrame, census: DataFrame, ages: DataFrame, as_of: date
) -> DataFrame:
    """The segments with ``people``: those of their area by the kilometre of street in it."""
    c = F.expr(MIDDLE)
    placed = segments.select(
        *("segment_id", "street", "road_class", "metres"),
        ((c[0][1] + F.element_at(c, -1)[1]) / 2).alias("latitude"),
        ((c[0][0] + F.element_at(c, -1)[0]) / 2).alias("longitude"),
    )
    newest = census.where(
        (F.col("area_kind") == "community_area") & (F.col("census") < F.year(F.lit(as_of)))
    )
    counted = newest.groupBy(F.col("area").alias("community_area")).agg(
        F.max_by("population", "census").alias("population")
    )
    registered = ages.groupBy("community_area").agg(F.sum("people").alias("registered"))
    living = counted.join(registered, "community_area", "full")
    here = in_area(placed, boundary)
    length = here.groupBy("community_area").agg((F.sum("metres") / 1000).alias("kilometres"))
    people = F.coalesce("population", "registered") / F.nullif("kilometres", F.lit(0))
    by_area = length.join(living, "community_area").select(
        "community_area", people.cast("double").alias("people")
    )
    return here.join(F.broadcast(by_area), "community_area", "left")


def _entries(
    segments: DataFrame, stations: DataFrame, entries: DataFrame, as_of: date, bounds: Bounds
) -> DataFrame:
    """``rail_entries`` of each segment: a day of the last year, at all stations near it; 0 without
    one. No row in a city that knows of none."""
    since = F.date_sub(F.lit(as_of), 365)
    lately = entries.where((F.col("known_at") < F.lit(as_of)) & (F.col("day") >= since))
    a_day = lately.groupBy("station_id").agg(F.avg("entries").alias("entries"))
    lines = segments.selectExpr("segment_id as line_id", "geometry", f"{NEAR} as reach")
    points = stations.selectExpr("station_id as point_id", "latitude", "longitude")
    near = (
        near_lines(points, lines, bounds)
        .join(a_day, F.col("point_id") == F.col("station_id"))
        .groupBy(F.col("line_id").alias("segment_id"))
        .agg(F.sum("entries").alias("rail_entries"))
    )
    every = segments.select("segment_id").crossJoin(F.broadcast(a_day.limit(1)))
    return every.join(near, "segment_id", "left").fillna(0.0).select("segment_id", "rail_entries")
