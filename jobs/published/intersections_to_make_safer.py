"""The list for road safety: every intersection in order, with what happened there before."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk, transport
from lakehouse.transform.place import as_list


@job(
    reads=[risk.intersection_crash, city.intersection, transport.pedestrian_cyclist_crash],
    optional=[city.area_boundary],
    writes=published.intersections_to_make_safer,
)
def intersections_to_make_safer(
    intersection_crash: DataFrame,
    intersection: DataFrame,
    pedestrian_cyclist_crash: DataFrame,
    area_boundary: DataFrame,
    as_of: date,
) -> DataFrame:
    """The scores beside the record; place and counts are of crashes known before the day."""
    known = pedestrian_cyclist_crash.where(F.col("known_at") < F.lit(as_of))
    hurt = F.col("worst_injury") != "none"
    recent = F.col("happened_on") >= F.add_months(F.lit(as_of), -36)
    record = (
        known.where("intersection_id is not null")
        .groupBy("intersection_id")
        .agg(
            F.count_if(hurt).cast("int").alias("all_years"),
            F.count_if(hurt & recent).cast("int").alias("last_three_years"),
            F.percentile("latitude", 0.5).alias("latitude"),
            F.percentile("longitude", 0.5).alias("longitude"),
        )
    )
    listed = (
        intersection_crash.join(record, "intersection_id", "left")
        .fillna(0, ["all_years", "last_three_years"])
        .join(intersection.select("intersection_id", "name"), "intersection_id", "left")
    )
    return as_list(listed, area_boundary, published.intersections_to_make_safer)
