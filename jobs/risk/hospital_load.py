"""How many beds and ventilators will be in use, up to two weeks ahead."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Forecast
from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.candidates import (
    Blend,
    DampedTrend,
    RidgeGrowth,
    WeekAverage,
    WeekdayNaive,
)
from lakehouse.tables import risk, surveillance
from lakehouse.tables.risk.medical_load import SERIES

LATELY = Bands(half_life=28)


def series(hospital_day: DataFrame) -> DataFrame:
    """Beds and ventilators in use by everybody and by COVID-19 patients, day by day."""
    there = hospital_day.where("status = 'capacity' and stratum = 'all'").select(
        "day", "resource", "stratum", F.col("amount").alias("capacity")
    )
    return (
        hospital_day.where("status = 'in_use' and stratum in ('all', 'covid')")
        .join(there, ["day", "resource", "stratum"], "left")
        .select(
            "resource",
            "stratum",
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
    reads=(surveillance.hospital_day,),
    series=series,
    carries=SERIES,
    horizons=tuple(range(1, 15)),
    judged=7,
    candidates={
        "weekday naive": WeekdayNaive,
        "weekday naive, recent errors": lambda: WeekdayNaive(bands=LATELY),
        "average of the last week": lambda: WeekAverage(bands=LATELY),
        "trend over two weeks": lambda: DampedTrend(over=14, doubt=2),
        "trend over one week": lambda: DampedTrend(over=7, doubt=4),
        "ridge regression on growth": lambda: RidgeGrowth(penalty=16),
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
    ),
    writes=risk.hospital_load,
    trials=risk.hospital_load_trials,
)
