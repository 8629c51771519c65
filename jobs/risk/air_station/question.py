"""The question of the air: which readings count, which stations wait, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.air_station.features import AIR, DAY, FEATURES, KNOWN, LEVEL, WEATHER
from lakehouse.declare import Column, Gates, Ranking
from lakehouse.modelling.learners import Logistic, RankBy, ShrunkRate
from lakehouse.tables import risk
from lakehouse.tables.shared import PLACE
from lakehouse.transform.air_station import stations


def history(air_limit_day: DataFrame) -> DataFrame:
    """Every day of a station on which fine dust or ozone was measured."""
    return air_limit_day.where("over_limit is not null").select(
        F.concat_ws(" ", "station", "day").alias("case_id"),
        "station",
        "latitude",
        "longitude",
        F.col("day").alias("happened_on"),
        "known_at",
        F.col("over_limit").cast("int").alias("outcome"),
    )


def waiting(air_limit_day: DataFrame, as_of: date) -> DataFrame:
    """Every station known by the day; without a score when it is not in use."""
    return stations(air_limit_day, as_of)


air_station = Ranking(
    name="air_station",
    asks="Which air stations will exceed the guideline of fine dust or ozone today?",
    about="station",
    owner="Environment",
    reads=(AIR, WEATHER),
    history=history,
    waiting=waiting,
    carries=(
        Column("station", "string", "Number of the station."),
        *PLACE,
    ),
    counts=(
        "More than 15 micrograms of fine dust (PM2.5) per cubic metre as the mean of the day, or "
        "100 of ozone as the highest mean of eight hours: the WHO's guidelines of 2021."
    ),
    # Thousands of readings tell a slope to a tenth: what matters is that it is near 1.
    gates=Gates(slope_within=(0.8, 1.25)),
    # Two years of readings judge seventeen windows of a month, and five of two months.
    months=1,
    list_days=1,
    across_lists=True,
    features=FEATURES,
    candidates={
        "the last reading": lambda: RankBy("near_last"),
        "share of readings over a limit": lambda: ShrunkRate("exceedances", "readings", 30),
        "share over a limit lately": lambda: ShrunkRate(
            "exceedances_lately", "readings_lately", 10
        ),
        "share at this time of the year": lambda: ShrunkRate(
            "exceedances_season", "readings_season", 100
        ),
        "readings of the last month": lambda: RankBy("near_month"),
        "logistic regression on station and season": lambda: Logistic(C=0.01, columns=LEVEL),
        "logistic regression on readings": lambda: Logistic(C=0.01, columns=KNOWN),
        "logistic regression with season and weather": lambda: Logistic(
            C=0.01, columns=(*KNOWN, *DAY)
        ),
    },
    left_out={
        "yesterday's reading": "It is known during the day that the list is made for.",
        "weather of the day itself, forecast or measured": (
            "No department delivers a forecast, and what is measured is known afterwards."
        ),
        "traffic and heating near by": "The readings hold what they add; nobody meters them.",
    },
    limits=(
        "Still air is what fills a day with dust, and the wind of the day is not known before it.",
        "A gauge that drifts is believed: the chance is that of its reading, not of the air.",
        "Days are compared across a season, for each station is warned of or not by its chance.",
        "A station that measures one pollutant alone is judged by that one.",
    ),
    # Every station measures whatever the list says: nothing needs to be drawn by lot.
    random_share=0,
    writes=risk.air_station,
    trials=risk.air_station_trials,
)
