"""The list for the park district: every beach by its chance, and why where there is none."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, environment, published, risk
from lakehouse.transform.place import as_list, last_place


@job(
    reads=[risk.beach, city.beach_day, environment.beach_name],
    optional=[city.area_boundary],
    writes=published.beaches_to_close,
)
def beaches_to_close(
    beach: DataFrame,
    beach_day: DataFrame,
    beach_name: DataFrame,
    area_boundary: DataFrame,
    as_of: date,
) -> DataFrame:
    """The scores with names, place and last sample; the day limits what is known of samples."""
    last = (
        beach_day.where(F.col("known_at") < F.lit(as_of))
        .groupBy("beach")
        .agg(
            *last_place("sampled_on"),
            F.max("sampled_on").alias("last_sampled_on"),
            F.max_by("ecoli", "sampled_on").alias("last_ecoli"),
        )
    )
    names = beach_name.groupBy(F.col("short_name").alias("beach")).agg(
        F.array_join(F.array_sort(F.collect_set("name")), ", ").alias("names")
    )
    listed = beach.join(last, "beach", "left").join(names, "beach", "left")
    return as_list(listed, area_boundary, published.beaches_to_close)
