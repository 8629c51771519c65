"""Which air station speaks for the people of each area: the nearest one in use, if near enough."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city
from lakehouse.transform.air_station import KIND, middles, nearest_station, stations


@job(
    reads=[city.air_limit_day, city.area_boundary, city.area_population],
    writes=city.area_air_station,
)
def area_air_station(
    air_limit_day: DataFrame, area_boundary: DataFrame, area_population: DataFrame, as_of: date
) -> DataFrame:
    """Each area of the last census before the day stands once, so its people are counted once."""
    known = area_population.where(F.col("area_kind") == KIND).where(
        F.col("census") < F.year(F.lit(as_of))
    )
    lived = known.groupBy(F.col("area").alias(KIND)).agg(
        F.max("census").alias("census"), F.max_by("population", "census").alias("population")
    )
    areas = lived.join(middles(area_boundary), KIND, "left")
    in_use = stations(air_limit_day, as_of).where("why_no_score is null")
    return nearest_station(areas, in_use).select(*city.area_air_station.column_names)
