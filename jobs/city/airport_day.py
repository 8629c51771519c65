"""The weather at the airport by day: means of the hours, and what fell."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, weather


@job(reads=[weather.airport_hour], writes=city.airport_day, days_back=0)
def airport_day(airport_hour: DataFrame) -> DataFrame:
    """Reports between the hours repeat what fell so far: the largest of an hour is its rain.

    Sums go over thousandths, as whole numbers, so that the order of rows is nothing.
    """
    hours = airport_hour.groupBy(F.date_trunc("hour", "observed_at").alias("hour")).agg(
        *(
            F.expr(f"sum(cast(round({name} * 1000) as bigint)) / count({name}) / 1000").alias(name)
            for name in ("temperature", "wind_speed")
        ),
        F.max("precipitation").alias("precipitation"),
        F.max("known_at").alias("known_at"),
    )
    return hours.groupBy(F.to_date("hour").alias("day")).agg(
        *(
            F.expr(f"sum(cast(round({name} * 1000) as bigint)) / count({name}) / 1000").alias(name)
            for name in ("temperature", "wind_speed")
        ),
        F.expr("sum(cast(round(precipitation * 1000) as bigint)) / 1000").alias("precipitation"),
        F.max("known_at").alias("known_at"),
    )
