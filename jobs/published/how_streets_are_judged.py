"""Whether the functions that streets and intersections are judged by fit, class by class."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(reads=[risk.street_function], writes=published.how_streets_are_judged)
def how_streets_are_judged(street_function: DataFrame) -> DataFrame:
    """As fitted; a class without a row has no site."""
    told = street_function.select(*published.how_streets_are_judged.column_names)
    return told.sort("facility", "severity")
