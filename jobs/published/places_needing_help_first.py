"""The list for the safety team: every square by what is expected to happen, told or not."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.tables.city.incidents import MOST_CORRECTED
from lakehouse.transform.unreported import stands_for

MOST = f"by the most that is believed, {MOST_CORRECTED} times"
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
    told = reporting_share.where("share is not null").select(
        "community_area", F.col("share").alias("reporting_share"), "share_low", "share_high"
    )
    listed = (
        incident_surface.drop("rank")
        .join(cell, "cell")
        .join(before, "cell", "left")
        .join(F.broadcast(told), "community_area", "left")
        .join(F.broadcast(named), "community_area", "left")
        .fillna(0, ["last_year"])
        .withColumn("expected_reported", F.col("expected"))
    )
    # The more is reported the less is to be added: the low end goes with the high share.
    by = {"expected": "reporting_share", "expected_low": "share_high", "expected_high": "share_low"}
    # Where an end is missing the share itself stands for it.
    listed = listed.withColumns(
        {c: F.col(c) * stands_for(F.coalesce(s, "reporting_share")) for c, s in by.items()}
    )
    known = F.col("reporting_share").isNotNull()
    most = F.when(F.col("reporting_share") * MOST_CORRECTED < 1, F.lit(MOST))
    square = F.expr("regexp_extract(cell, '_(.*)$', 1)")
    order = Window.orderBy(F.desc("expected"), F.desc("score"), "cell")
    made = listed.withColumns(
        {
            "rank": F.row_number().over(order),
            "correction": F.when(known, F.concat_ws(", ", F.lit(CORRECTED), most)).otherwise(
                NOT_CORRECTED
            ),
            "name": F.concat_ws(", ", "area_name", F.concat(F.lit("square "), square)),
        }
    )
    columns = published.places_needing_help_first.column_names
    return made.select(*columns).sort("rank", "cell")
