"""How many beds and ventilators will be in use, up to two weeks ahead."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Forecast
from lakehouse.declare.forecast import WHOLE
from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.candidates import (
    Blend,
    DampedTrend,
    Returning,
    RidgeGrowth,
    WeekAverage,
    WeekdayNaive,
)
from lakehouse.tables import risk, surveillance
from lakehouse.tables.risk.medical_load import HOSPITAL, SERIES

LATELY = Bands(half_life=28)


def series(hospital_day: DataFrame, hospital_census: DataFrame) -> DataFrame:
    """Beds and ventilators in use by everybody and by COVID-19 patients, day by day: of all
    hospitals together and, by everybody, of each that reports."""
    city = hospital_day.where("stratum in ('all', 'covid')").withColumn("hospital_id", F.lit(WHOLE))
    each = hospital_census.withColumn("stratum", F.lit("all"))
    rows = city.unionByName(each, allowMissingColumns=True)
    keys = ("day", "resource", "stratum", "hospital_id")
    there = rows.where("status = 'capacity' and stratum = 'all'").select(
        *keys, F.col("amount").alias("capacity")
    )
    return (
        rows.where("status = 'in_use'")
        .join(there, [*keys], "left")
        .select(
            "resource",
            "stratum",
            "hospital_id",
            "day",
            F.col("amount").cast("double").alias("value"),
            F.col("capacity").cast("double"),
            "known_at",
        )
    )


hospital_load = Forecast(
    name="hospital_load",
    asks="How many hospital beds and ventilators will be in use a week from now?",
    owner="Health",
    reads=(surveillance.hospital_day, surveillance.hospital_census),
    optional=(surveillance.hospital_census,),
    series=series,
    carries=(*SERIES, HOSPITAL),
    adds_up=HOSPITAL.name,
    horizons=tuple(range(1, 15)),
    judged=7,
    candidates={
        "weekday naive": WeekdayNaive,
        "weekday naive, recent errors": lambda: WeekdayNaive(bands=LATELY),
        "average of the last week": lambda: WeekAverage(bands=LATELY),
        "trend over two weeks": lambda: DampedTrend(over=14, doubt=2),
        "trend over one week": lambda: DampedTrend(over=7, doubt=4),
        "ridge regression on growth": lambda: RidgeGrowth(penalty=16),
        "return to the usual level": Returning,
        "mean of both trends and the naive": lambda: Blend(
            (DampedTrend(over=7, doubt=4), DampedTrend(over=14, doubt=2), WeekdayNaive()),
            (1, 2, 1),
            says="Averages the trends over one and over two weeks and the weekday naive.",
        ),
    },
    beside="weekday naive",
    counts="Beds and ventilators in use, as the hospitals report them for a day.",
    limits=(
        "It knows the series alone: neither admissions, nor tests, nor what the city decides.",
        "A rise is seen only once it stands out from the scatter of days.",
        "The chance of needing more than there is takes the capacity as last reported.",
        "COVID-19 patients are counted as each hospital counts them, suspected ones included.",
        "The bands of neighbouring days and of parts and wholes are not to be added up.",
        "Expected numbers of hospitals add up to the city's; their worst days do not coincide.",
    ),
    writes=risk.hospital_load,
    trials=risk.hospital_load_trials,
)
