"""Who lives in each area, as far as a census counted them by these areas."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, planning


@job(
    reads=[planning.area_population],
    writes=city.area_population,
    balances=[Balance(planning.area_population, among=("area_kind", "community_area"))],
)
def area_population(area_population: DataFrame) -> DataFrame:
    """So far the census is delivered by community area alone."""
    return area_population.select(
        F.lit("community_area").alias("area_kind"),
        F.col("community_area").cast("string").alias("area"),
        "census",
        "population",
    )
