"""The last 60 days beside the coming two weeks: what hospital coordinators plan with."""

from datetime import date

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import published, risk, surveillance
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.medical_load import TOLD
from lakehouse.transform.ahead import LEANS_ON, SERIES, STAMP, days_before, told_ahead

FEW = (
    f"fewer than {LEAST} were in use on one of the last {LEANS_ON} days, or it would tell of so few"
)
# Together they are the hospital beds: where one is withheld the other would tell of it.
PARTS = "resource in ('icu_bed', 'acute_bed')"
CHANCE = "probability_over_capacity"
QUANTILES = tuple(c.name for c in TOLD)


@job(reads=[risk.hospital_load, surveillance.hospital_day], writes=published.hospital_load)
def hospital_load(hospital_load: DataFrame, hospital_day: DataFrame, as_of: date) -> DataFrame:
    """What was reported by the day for the city's series that are forecast, then the forecasts.

    Of fewer than five in use nothing is told, nor the days ahead of a series that had so few
    lately: the plain forecast is the count of a week before.
    """
    hospital_load = hospital_load.where(F.col("hospital_id") == WHOLE)
    known = hospital_day.where(F.col("known_at") < F.lit(as_of))
    there = known.where("status = 'capacity'").select(
        *SERIES, "day", F.col("amount").alias("capacity")
    )
    past = (
        days_before(known.where("status = 'in_use'"), hospital_load)
        .join(there, [*SERIES, "day"], "left")
        .select(*SERIES, "day", F.col("amount").alias("observed"), "capacity", *STAMP)
        .withColumn("few", _tells_of_few())
    )
    ahead = told_ahead(hospital_load, past, F.col("few"), (*QUANTILES, CHANCE), FEW)
    shown = past.withColumn("observed", F.when(~F.col("few"), F.col("observed"))).drop("few")
    # A tenth of a bed is as exact as anybody reads it.
    both = shown.unionByName(ahead, allowMissingColumns=True).withColumns(
        {name: F.round(name, 1) for name in QUANTILES} | {CHANCE: F.round(CHANCE, 4)}
    )
    return both.select(*published.hospital_load.column_names).sort(*SERIES, "day")


def _tells_of_few() -> Column:
    """Whether fewer than five were in use, or of the other part of the beds on that day."""
    small = F.coalesce(F.col("observed") < LEAST, F.lit(False))
    beside = Window.partitionBy("stratum", "day", F.expr(PARTS))
    return F.when(F.expr(PARTS), F.bool_or(small).over(beside)).otherwise(small)
