"""Every sample of a beach's water, over the limit or not, with the place of the beach."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, environment

# Beach action value for E. coli, colony-forming units per 100 ml: U.S. EPA, Recreational Water
# Quality Criteria (2012), section 5.
WARN_ABOVE = 235


@job(
    reads=[environment.beach_sample, environment.beach_name],
    writes=city.beach_day,
    balances=[
        Balance(environment.beach_sample, matched="latitude", otherwise="its beach has no place")
    ],
    days_back=0,
)
def beach_day(beach_sample: DataFrame, beach_name: DataFrame) -> DataFrame:
    """Spellings of one beach share its place; a beach without one keeps its samples."""
    place = beach_name.groupBy(F.col("short_name").alias("beach")).agg(
        F.min("latitude").alias("latitude"), F.min("longitude").alias("longitude")
    )
    return beach_sample.join(place, "beach", "left").select(
        "beach",
        "sampled_on",
        "ecoli",
        (F.col("ecoli") > WARN_ABOVE).alias("over_limit"),
        "latitude",
        "longitude",
        "known_at",
    )
