"""Which site of the street network each crash belongs to: an intersection, else a street."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, transport
from lakehouse.transform.near_lines import AS_LINE, near_lines
from lakehouse.transform.street_record import AT_INTERSECTION

ON_STREET = 60  # metres


@job(
    reads=[transport.crash, transport.street_segment, city.street_site],
    writes=city.site_crash,
    balances=[Balance(transport.crash, matched="site_id", why="why_no_site")],
    days_back=0,
)
def site_crash(
    crash: DataFrame, street_segment: DataFrame, street_site: DataFrame, bounds: Bounds
) -> DataFrame:
    """Every crash, with the reason where it has no site: none is dropped."""
    streets = street_segment.select(
        F.concat(F.lit("S"), "segment_id").alias("line_id"),
        "geometry",
        F.lit(ON_STREET).alias("reach"),
    )
    crossings = street_site.where("kind = 'intersection'").select(
        F.col("site_id").alias("line_id"),
        F.expr(AS_LINE).alias("geometry"),
        F.lit(AT_INTERSECTION).alias("reach"),
    )
    points = crash.select(F.col("row_id").alias("point_id"), "latitude", "longitude")
    near = near_lines(points, streets.unionByName(crossings), bounds)
    # An intersection comes before a street; among equals the nearest, and then the name.
    on_street = F.col("line_id").startswith("S")
    first = F.struct(on_street, "metres", "line_id", "share_along")
    found = near.groupBy("point_id").agg(F.min(first).alias("first"))
    placed = crash.join(found.withColumnRenamed("point_id", "row_id"), "row_id", "left")
    no_place = F.col("latitude").isNull() | F.col("longitude").isNull()
    return placed.select(
        "row_id",
        F.col("first.line_id").alias("site_id"),
        F.col("first.metres").alias("metres"),
        F.expr("if(first.line_id like 'S%', first.share_along, null)").alias("share_along"),
        F.when(F.col("first").isNotNull(), F.lit(None).cast("string"))
        .when(no_place, F.lit("its place is not on record"))
        .otherwise(F.lit(f"no street within {ON_STREET} m"))
        .alias("why_no_site"),
        "happened_on",
        "has_injury",
        "severity",
        "known_at",
    )
