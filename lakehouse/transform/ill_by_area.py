"""Who was admitted or came to an emergency department in a period, by area and age."""

from __future__ import annotations

from datetime import date

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# A stay is known when it has ended, a visit within a fortnight: the last weeks are not whole.
SETTLED = 28
KEY = ("cause", "community_area", "age_band")


def ill_by_area(
    known: DataFrame, people: DataFrame, first: Column, last: Column, as_of: date
) -> DataFrame:
    """cause, community_area, age_band, cases, people, period_from, data_through and as_of.

    ``known``: rows as ``cases`` gives them; ``people``: residents by area and age, each of which
    has a row, of 0 cases too. ``first`` and ``last`` say the days counted of ``reached``, the last
    day on which any case became known, and ``begun``, that of the first case.
    """
    days = (
        known.agg(F.max("known_at").alias("reached"), F.min("day").alias("begun"))
        .withColumn("data_through", last)
        .withColumn("period_from", first)
        .select("period_from", "data_through")
    )
    counted = (
        known.crossJoin(F.broadcast(days))
        .where("day between period_from and data_through and community_area is not null")
        # What became known later is not waited for, so that a period's numbers stay.
        .where(F.col("known_at") <= F.date_add("data_through", SETTLED))
        .groupBy(*KEY)
        .agg(F.count(F.lit(1)).cast("int").alias("cases"))
    )
    every = counted.select("cause").distinct().crossJoin(people)
    return (
        every.join(counted, [*KEY], "left")
        .fillna(0, ["cases"])
        .crossJoin(F.broadcast(days))
        .withColumn("as_of", F.lit(as_of))
    )


def ill_known(admission: DataFrame, emergency_visit: DataFrame, as_of: date) -> DataFrame:
    """Every case known before the day: cause in words, day, area and age, day it was known."""
    both = cases(admission, "admissions: ", "diagnosis_group", "admitted_on").unionByName(
        cases(emergency_visit, "emergency visits: ", "syndrome", "arrived_on")
    )
    return both.where(F.col("known_at") < F.lit(as_of))


def cases(rows: DataFrame, kind: str, column: str, day: str) -> DataFrame:
    """One row per case: cause in words, day, area and age of the patient, day it was known."""
    return rows.where(F.col(column).isNotNull()).select(
        F.concat(F.lit(kind), column).alias("cause"),
        F.col(day).alias("day"),
        "community_area",
        "age_band",
        "known_at",
    )
