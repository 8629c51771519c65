"""How the risk of dying follows the heat and the air of the weeks before."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import environment, risk, surveillance
from lakehouse.transform.lagged import LAGGED, lagged

# µg/m³ of ozone in a part per billion at 25 °C and 1013 hPa (40 CFR part 50).
PPB = 1.96


@job(
    reads=[surveillance.death_day],
    optional=[environment.air_day],
    # Stations of the air may end earlier than deaths: those days have no measurement.
    side_by_side=True,
    writes=risk.heat_and_deaths,
)
def heat_and_deaths(death_day: DataFrame, air_day: DataFrame, as_of: date) -> DataFrame:
    """All days known, the season, the trend and the weekday taken out; the city as a whole.

    The air is what the deaths were delivered with, else the mean of the city's stations.
    """
    days = with_air(death_day, air_day, as_of)
    made = days.groupBy().applyInPandas(lagged, LAGGED)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.heat_and_deaths.column_names)


def with_air(death_day: DataFrame, air_day: DataFrame, as_of: date) -> DataFrame:
    """Deaths and temperature of each day known, both particles in µg/m³ and ozone in ppb."""
    known = death_day.where(F.col("known_at") < F.lit(as_of))
    air = (
        air_day.where(F.col("known_at") < F.lit(as_of))
        .groupBy("day")
        .agg(F.avg("pm25").alias("pm25"), (F.avg("ozone") / PPB).alias("station_ozone"))
    )
    return known.join(air, "day", "left").select(
        "day",
        F.col("deaths").cast("double").alias("deaths"),
        "temperature",
        "pm10",
        "pm25",
        F.coalesce("ozone", "station_ozone").alias("ozone"),
    )
