"""How many arrived each day, in all and at each hospital, counted when the reports are in."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.forecast import WHOLE

# Of the visits 98 in 100 are reported within a week of the arrival, of the stays 96 in 100 within
# two of the admission, for a stay is reported when it has ended. Who is reported later is not
# counted: else old days would be larger than the last ones, and a number would change that was
# published before.
VISITS_SETTLE = 7
STAYS_SETTLE = 14
# Stands for the hospital of patients of whom it is not told.
UNTOLD = "not told"


def visits(emergency_visit: DataFrame) -> DataFrame:
    """Visits to emergency departments by the day of arrival, reported within a week."""
    return arrived(emergency_visit, "arrived_on", "emergency_visit", VISITS_SETTLE)


def admissions(admission: DataFrame) -> DataFrame:
    """Stays in hospital by their first day, reported within two weeks of it."""
    return arrived(admission, "admitted_on", "admission", STAYS_SETTLE)


def covid_admissions(covid_day: DataFrame) -> DataFrame:
    """Admissions with COVID-19 of everybody, which come counted and city-wide."""
    counted = covid_day.where("measure = 'hospitalizations' and breakdown = 'all'")
    return counted.select(
        F.lit("admission").alias("resource"),
        F.lit("covid").alias("stratum"),
        F.lit(WHOLE).alias("hospital_id"),
        "day",
        F.col("people").cast("double").alias("value"),
        F.lit(None).cast("double").alias("capacity"),
        "known_at",
    )


def arrived(rows: DataFrame, on: str, resource: str, settles: int) -> DataFrame:
    """The series of a forecast: one row per day and hospital, and per day of all of them.

    ``rows``: one per person, with ``hospital_id``, ``known_at`` and the day ``on``. Counts are
    known, and final, ``settles`` days later. A day on which somebody arrived in the city counts 0
    at a hospital that nobody came to, from that hospital's first day on; hospitals that are not
    told are one of their own, and one hospital alone is the city.
    """
    settled = F.date_add(on, settles)
    prompt = rows.where(F.col("known_at") <= settled).select(
        F.col(on).alias("day"),
        F.explode(
            F.array(F.coalesce("hospital_id", F.lit(UNTOLD)), F.lit(WHOLE)),
        ).alias("hospital_id"),
    )
    counts = prompt.groupBy("hospital_id", "day").agg(F.count("*").alias("value"))
    opened = counts.groupBy("hospital_id").agg(F.min("day").alias("_opened"))
    many = opened.agg(F.count("*").alias("_names"))
    kept = opened.crossJoin(F.broadcast(many)).where(
        (F.col("hospital_id") == WHOLE) | (F.col("_names") > 2)
    )
    # Of the last days delivered, reports that count are still to come.
    reached = rows.agg(F.max("known_at").alias("_reached"))
    days = counts.where(F.col("hospital_id") == WHOLE).select("day").crossJoin(F.broadcast(reached))
    known = days.where(F.date_add("day", settles) <= F.col("_reached"))
    every = known.join(F.broadcast(kept), F.col("day") >= F.col("_opened"))
    return every.join(counts, ["hospital_id", "day"], "left").select(
        F.lit(resource).alias("resource"),
        F.lit("all").alias("stratum"),
        "hospital_id",
        "day",
        F.coalesce("value", F.lit(0)).cast("double").alias("value"),
        F.lit(None).cast("double").alias("capacity"),
        F.date_add("day", settles).alias("known_at"),
    )
