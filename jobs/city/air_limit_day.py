"""Every day of an air station beside the limits of fine dust and of ozone."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, environment

# World Health Organization, Global air quality guidelines 2021: fine dust as the mean of 24 hours,
# ozone as the day's highest mean of 8 hours, micrograms per cubic metre. They are the targets of
# the city's pulse too. The standards of the US EPA (35 of fine dust; 70 ppb, about 137, of ozone)
# are exceeded on too few days of a city like this one to rank its stations by.
DUST, OZONE = 15, 100


@job(
    reads=[environment.air_day],
    writes=city.air_limit_day,
    balances=[
        Balance(environment.air_day, matched="of_limit", otherwise="neither pollutant measured")
    ],
    days_back=0,
)
def air_limit_day(air_day: DataFrame) -> DataFrame:
    """Of a day on which one pollutant is missing the other alone counts."""
    dust, ozone = F.col("pm25") / DUST, F.col("ozone") / OZONE
    of_limit = F.greatest(dust, ozone)  # which skips what is missing
    nearer = F.when(ozone.isNull() | (dust >= ozone), "fine dust").otherwise("ozone")
    return air_day.select(
        *("station", "day", "pm25", "ozone"),
        of_limit.alias("of_limit"),
        (of_limit > 1).alias("over_limit"),
        F.when(of_limit.isNotNull(), nearer).alias("pollutant"),
        *("latitude", "longitude", "known_at"),
    )
