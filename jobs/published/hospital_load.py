"""The last 60 days beside the coming two weeks: what hospital coordinators plan with."""

from datetime import date

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import published, risk, surveillance
from lakehouse.tables.published.hospitals import LEAST
from lakehouse.tables.risk.medical_load import BANDS, NAIVE

DAYS_SHOWN = 60
# A tenth of a bed is as exact as anybody reads it.
LATELY = 14  # days that the plain forecast of two weeks repeats
FEW = f"fewer than {LEAST} were in use on one of the last {LATELY} days, or it would tell of so few"
# Together they are the hospital beds: where one is withheld the other would tell of it.
PARTS = "resource in ('icu_bed', 'acute_bed')"
MADE_OF_COUNTS = (*(c.name for c in (*BANDS, *NAIVE)), "probability_over_capacity")
ROUNDED = tuple(c.name for c in (*BANDS, NAIVE[0], NAIVE[2], NAIVE[4]))


@job(reads=[risk.hospital_load, surveillance.hospital_day], writes=published.hospital_load)
def hospital_load(hospital_load: DataFrame, hospital_day: DataFrame, as_of: date) -> DataFrame:
    """What was reported by the day for the city's series that are forecast, then the forecasts.

    Of fewer than five in use nothing is told, nor the days ahead of a series that had so few
    lately: the plain forecast is the count of a week before.
    """
    hospital_load = hospital_load.where(F.col("hospital_id") == WHOLE)
    stamp = ("as_of", "data_through", "model_name", "model_version")
    asked = hospital_load.select("resource", "stratum", *stamp).distinct()
    known = hospital_day.where(F.col("known_at") < F.lit(as_of))
    there = known.where("status = 'capacity'").select(
        "resource", "stratum", "day", F.col("amount").alias("capacity")
    )
    past = (
        known.where("status = 'in_use'")
        .join(F.broadcast(asked), ["resource", "stratum"])
        .where(F.col("day") > F.date_sub("data_through", DAYS_SHOWN))
        .join(there, ["resource", "stratum", "day"], "left")
        .select(
            *("resource", "stratum", "day", F.col("amount").alias("observed"), "capacity"), *stamp
        )
    )
    past = past.withColumn("few", _tells_of_few())
    lately = past.where(F.col("day") > F.date_sub("data_through", LATELY))
    few = lately.groupBy("resource", "stratum").agg(F.bool_or("few").alias("few"))
    ahead = hospital_load.join(F.broadcast(few), ["resource", "stratum"], "left")
    hidden = F.coalesce("few", F.lit(False))
    told = {name: F.when(~hidden, F.col(name)) for name in MADE_OF_COUNTS}
    why = F.when(hidden, F.lit(FEW)).otherwise(F.col("why_no_forecast"))
    ahead = ahead.withColumns(told | {"why_no_forecast": why}).drop("few")
    past = past.withColumn("observed", F.when(~F.col("few"), F.col("observed"))).drop("few")
    both = past.unionByName(ahead, allowMissingColumns=True).withColumns(
        {name: F.round(name, 1) for name in ROUNDED}
        | {"probability_over_capacity": F.round("probability_over_capacity", 4)}
    )
    return both.select(*published.hospital_load.column_names).sort("resource", "stratum", "day")


def _tells_of_few() -> Column:
    """Whether fewer than five were in use, or of the other part of the beds on that day."""
    small = F.coalesce(F.col("observed") < LEAST, F.lit(False))
    beside = Window.partitionBy("stratum", "day", F.expr(PARTS))
    return F.when(F.expr(PARTS), F.bool_or(small).over(beside)).otherwise(small)
