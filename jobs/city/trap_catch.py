"""Every catch of a mosquito trap: its parts added up, and the virus found in any of them."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, vector


@job(reads=[vector.mosquito_catch], writes=city.trap_catch, days_back=0)
def trap_catch(mosquito_catch: DataFrame) -> DataFrame:
    """Equal rows are parts of one catch: they are summed, never taken for repetitions."""
    return mosquito_catch.groupBy("trap", "caught_on").agg(
        F.sum("mosquitoes").cast("int").alias("mosquitoes"),
        F.max("virus_found").alias("virus_found"),
        F.min("latitude").alias("latitude"),
        F.min("longitude").alias("longitude"),
        F.max("known_at").alias("known_at"),
    )
