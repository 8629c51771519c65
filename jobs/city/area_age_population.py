"""Residents by area and age: what rates of illness are compared by."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, population
from lakehouse.tables.city.people import AGE_BANDS
from lakehouse.transform.place import in_area


@job(reads=[population.resident, city.area_boundary], writes=city.area_age_population)
def area_age_population(resident: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """Ages on the last day that the register tells of; homes outside every area count nowhere."""
    last = resident.agg(F.greatest(F.max("known_at"), F.max("born_on")).alias("_last"))
    here = in_area(resident.select("born_on", "latitude", "longitude"), area_boundary)
    aged = here.crossJoin(F.broadcast(last)).select(
        "community_area", band(F.months_between("_last", "born_on") / 12).alias("age_band")
    )
    return (
        aged.where("community_area is not null and age_band is not null")
        .groupBy("community_area", "age_band")
        .agg(F.count(F.lit(1)).cast("int").alias("people"))
    )


def band(years: Column) -> Column:
    """The age band of an age in years; missing below zero."""
    ends = [int(name.split("-")[1]) + 1 for name in AGE_BANDS[:-1]]
    found = F.when(years < 0, None)
    for name, end in zip(AGE_BANDS[:-1], ends, strict=True):
        found = found.when(years < end, name)
    return found.when(years.isNotNull(), AGE_BANDS[-1])
