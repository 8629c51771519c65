"""The question of the beaches: which samples count, which beaches wait, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.beach.features import FEATURES, KNOWN, LEVEL, SAMPLE, WATER, WEATHER
from lakehouse.declare import Column, Gates, Ranking
from lakehouse.modelling.learners import Logistic, RankBy, ShrunkRate
from lakehouse.tables import risk
from lakehouse.tables.shared import PLACE
from lakehouse.transform.season import in_season

IN_USE = 30  # days without a sample, while others are sampled, after which a beach is not in use


def history(beach_day: DataFrame) -> DataFrame:
    """Every sample of a beach's water, taken on most mornings of the bathing season."""
    return beach_day.select(
        F.concat_ws(" ", "beach", "sampled_on").alias("case_id"),
        "beach",
        "latitude",
        "longitude",
        F.col("sampled_on").alias("happened_on"),
        "known_at",
        F.col("over_limit").cast("int").alias("outcome"),
    )


def waiting(beach_day: DataFrame, as_of: date) -> DataFrame:
    """Every beach known by the day; without a score out of season, or when it is not in use."""
    known = beach_day.where(F.col("known_at") < F.lit(as_of))
    return in_season(
        known, "beach", "sampled_on", as_of, within=IN_USE, one="sample", doing="sampling"
    )


beach = Ranking(
    name="beach",
    asks="Which beaches will exceed the limit of E. coli today?",
    about="beach",
    owner="Parks",
    reads=(SAMPLE, LEVEL, WEATHER),
    history=history,
    waiting=waiting,
    carries=(
        Column("beach", "string", "Short name of the beach."),
        *PLACE,
    ),
    counts="More than 235 colony-forming units of E. coli per 100 ml in the sample of the day.",
    # Thousands of samples tell a slope to a tenth: what matters is that it is near 1.
    gates=Gates(slope_within=(0.8, 1.25)),
    months=2,
    list_days=1,
    across_lists=True,
    features=FEATURES,
    candidates={
        "the last sample": lambda: RankBy("ecoli_last"),
        "share of samples over the limit": lambda: ShrunkRate("exceedances", "samples", 20),
        "share over the limit lately": lambda: ShrunkRate(
            "exceedances_lately", "samples_lately", 10
        ),
        "share at this time of the year": lambda: ShrunkRate(
            "exceedances_season", "samples_season", 50
        ),
        "logistic regression on samples": lambda: Logistic(C=0.01, columns=KNOWN),
        "logistic regression with rain and lake": lambda: Logistic(
            C=0.01, columns=(*KNOWN, *WATER)
        ),
    },
    left_out={
        "yesterday's sample": (
            "The culture takes a day: it is known during the day that the list is made for."
        ),
        "direction of the wind and waves": "No department delivers them.",
        "weather of the day itself": "It is not known when the list is made.",
    },
    limits=(
        "A culture's result says what yesterday's water was: every list is a guess until then.",
        "Days are compared across a season, for each beach is closed or not by its own chance.",
        "The rain is that of the airport, twenty kilometres from the lake.",
        "Where a beach is not sampled on a day, nothing is learnt about that day.",
    ),
    # Every beach is sampled whatever the list says: nothing needs to be drawn by lot.
    random_share=0,
    writes=risk.beach,
    trials=risk.beach_trials,
)
