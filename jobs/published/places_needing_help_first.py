"""The list for the safety team: every square by what is expected to happen, told or not."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk

CORRECTED = "corrected for how much residents there report to the city's service line"
NOT_CORRECTED = "reported incidents only: nothing tells how many are not reported there"


@job(
    reads=[risk.incident_surface, city.cell, city.reported_incident],
    optional=[city.reporting_share, city.area_boundary],
    writes=published.places_needing_help_first,
)
def places_needing_help_first(
    incident_surface: DataFrame,
    cell: DataFrame,
    reported_incident: DataFrame,
    reporting_share: DataFrame,
    area_boundary: DataFrame,
    as_of: date,
) -> DataFrame:
    """Ranked by what is expected with the unreported; a square without a share stays as it is."""
    day = F.lit(as_of)
    recent = reported_incident.where(
        (F.col("known_at") < day) & (F.col("happened_on") >= F.date_sub(day, 365))
    )
    before = recent.groupBy("cell").agg(F.count(F.lit(1)).cast("int").alias("last_year"))
    named = area_boundary.where("area_kind = 'community_area'").select(
        F.col("area").alias("community_area"), F.col("name").alias("area_name")
    )
    told = reporting_share.select("community_area", F.col("share").alias("reporting_share"))
    listed = (
        incident_surface.drop("rank")
        .join(cell, "cell")
        .join(before, "cell", "left")
        .join(F.broadcast(told), "community_area", "left")
        .join(F.broadcast(named), "community_area", "left")
        .fillna(0, ["last_year"])
        .withColumn("expected_reported", F.col("expected"))
    )
    share = F.coalesce("reporting_share", F.lit(1.0))
    for column in ("expected", "expected_low", "expected_high"):
        listed = listed.withColumn(column, F.col(column) / share)
    known = F.col("reporting_share").isNotNull()
    square = F.expr("regexp_extract(cell, '_(.*)$', 1)")
    order = Window.orderBy(F.desc("expected"), F.desc("score"), "cell")
    made = listed.withColumns(
        {
            "rank": F.row_number().over(order),
            "correction": F.when(known, CORRECTED).otherwise(NOT_CORRECTED),
            "name": F.concat_ws(", ", "area_name", F.concat(F.lit("square "), square)),
        }
    )
    columns = published.places_needing_help_first.column_names
    return made.select(*columns).sort("rank", "cell")
