"""Who was admitted or came to an emergency department in a year, by area and age."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, risk

YEAR = 365
# A stay is known when it has ended, a visit within a fortnight: the last weeks are not whole.
SETTLED = 28


@job(
    reads=[health.admission, health.emergency_visit, city.area_age_population],
    side_by_side=True,
    writes=risk.area_case,
)
def area_case(
    admission: DataFrame,
    emergency_visit: DataFrame,
    area_age_population: DataFrame,
    as_of: date,
) -> DataFrame:
    """A year that ended four weeks before the last day known; every area and age has a row."""
    both = cases(admission, "admissions: ", "diagnosis_group", "admitted_on").unionByName(
        cases(emergency_visit, "emergency visits: ", "syndrome", "arrived_on")
    )
    known = both.where(F.col("known_at") < F.lit(as_of))
    days = known.agg(F.date_sub(F.max("known_at"), SETTLED).alias("data_through")).withColumn(
        "period_from", F.date_sub("data_through", YEAR - 1)
    )
    counted = (
        known.crossJoin(F.broadcast(days))
        .where("day between period_from and data_through and community_area is not null")
        .groupBy("cause", "community_area", "age_band")
        .agg(F.count(F.lit(1)).cast("int").alias("cases"))
    )
    every = counted.select("cause").distinct().crossJoin(area_age_population)
    return (
        every.join(counted, ["cause", "community_area", "age_band"], "left")
        .fillna(0, ["cases"])
        .crossJoin(F.broadcast(days))
        .withColumn("as_of", F.lit(as_of))
        .select(*risk.area_case.column_names)
    )


def cases(rows: DataFrame, kind: str, column: str, day: str) -> DataFrame:
    """One row per case: cause in words, day, area and age of the patient, day it was known."""
    return rows.where(F.col(column).isNotNull()).select(
        F.concat(F.lit(kind), column).alias("cause"),
        F.col(day).alias("day"),
        "community_area",
        "age_band",
        "known_at",
    )
