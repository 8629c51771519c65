"""The list for vector control: every trap by its chance, and why where there is none."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.place import as_list, last_place


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
            *last_place("caught_on"),
            F.max("caught_on").alias("last_caught_on"),
        )
    )
    listed = west_nile.join(last, "trap", "left")
    return as_list(listed, area_boundary, published.traps_to_treat)
