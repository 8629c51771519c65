"""The list for vector control: every trap by its chance, and why where there is none."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.place import in_area


@job(
    reads=[risk.west_nile, city.trap_catch],
    optional=[city.area_boundary],
    writes=published.traps_to_treat,
)
def traps_to_treat(
    west_nile: DataFrame, trap_catch: DataFrame, area_boundary: DataFrame, as_of: date
) -> DataFrame:
    """The scores with place and last catch; the day limits what is known of catches."""
    last = (
        trap_catch.where(F.col("known_at") < F.lit(as_of))
        .groupBy("trap")
        .agg(
            F.max_by("latitude", "caught_on").alias("latitude"),
            F.max_by("longitude", "caught_on").alias("longitude"),
            F.max("caught_on").alias("last_caught_on"),
        )
    )
    return (
        in_area(west_nile.join(last, "trap", "left"), area_boundary)
        .select(*published.traps_to_treat.column_names)
        .sort(F.asc_nulls_last("rank"), "trap")
    )
