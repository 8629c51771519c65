"""The last 60 days beside the coming two weeks: what hospital coordinators plan with."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import published, risk, surveillance
from lakehouse.tables.risk.medical_load import BANDS, NAIVE

DAYS_SHOWN = 60
# A tenth of a bed is as exact as anybody reads it.
ROUNDED = tuple(c.name for c in (*BANDS, NAIVE[0], NAIVE[2], NAIVE[4]))


@job(reads=[risk.hospital_load, surveillance.hospital_day], writes=published.hospital_load)
def hospital_load(hospital_load: DataFrame, hospital_day: DataFrame, as_of: date) -> DataFrame:
    """What was reported by the day for the city's series that are forecast, then the forecasts."""
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
    both = past.unionByName(hospital_load, allowMissingColumns=True).withColumns(
        {name: F.round(name, 1) for name in ROUNDED}
        | {"probability_over_capacity": F.round("probability_over_capacity", 4)}
    )
    return both.select(*published.hospital_load.column_names).sort("resource", "stratum", "day")
