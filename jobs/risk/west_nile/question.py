"""The question of the traps: which catches count, which traps wait, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.west_nile.features import CATCH, FEATURES, KNOWN, WARMTH, WEATHER
from lakehouse.declare import Column, Ranking
from lakehouse.modelling.learners import Logistic, RankBy, ShrunkRate
from lakehouse.tables import risk
from lakehouse.tables.shared import PLACE
from lakehouse.transform.season import in_season

IN_USE = 56  # days without a catch, while other traps catch, after which a trap is not in use


def history(trap_catch: DataFrame) -> DataFrame:
    """Every catch of a trap: one that held no mosquito was not written down."""
    return trap_catch.select(
        F.concat_ws(" ", "trap", "caught_on").alias("case_id"),
        "trap",
        "latitude",
        "longitude",
        F.col("caught_on").alias("happened_on"),
        "known_at",
        F.col("virus_found").cast("int").alias("outcome"),
    )


def waiting(trap_catch: DataFrame, as_of: date) -> DataFrame:
    """Every trap known by the day; without a score out of season, or when it is not in use.

    At the start of a season those wait that were in use at the end of the last one.
    """
    known = trap_catch.where(F.col("known_at") < F.lit(as_of))
    return in_season(
        known, "trap", "caught_on", as_of, within=IN_USE, one="catch", doing="catching"
    )


west_nile = Ranking(
    name="west_nile",
    asks="Which mosquito traps will catch West Nile virus in the coming week?",
    about="trap",
    owner="Health",
    reads=(CATCH, WEATHER),
    history=history,
    waiting=waiting,
    carries=(
        Column("trap", "string", "Number of the trap."),
        *PLACE,
    ),
    counts="Any part of a catch of the trap in the week carried West Nile virus.",
    months=1,
    list_days=7,
    features=FEATURES,
    candidates={
        "virus found at the trap before": lambda: ShrunkRate("virus_catches", "catches", 10),
        "mosquitoes in the last catch": lambda: RankBy("mosquitoes_last", missing=0),
        "virus found close by lately": lambda: ShrunkRate("virus_near", "catches_near", 10),
        "virus found anywhere lately": lambda: ShrunkRate("virus_city", "catches_city", 20),
        "virus at this time of the year": lambda: ShrunkRate("virus_season", "catches_season", 20),
        "logistic regression on catches": lambda: Logistic(C=0.01, columns=KNOWN),
        "logistic regression with weather": lambda: Logistic(C=0.01, columns=(*KNOWN, *WARMTH)),
    },
    left_out={
        "how many mosquitoes the catch itself holds": "It is not known when the list is made.",
        "where trucks sprayed": "Delivered for four weeks of one year only.",
        "species": "It belongs to the catch itself.",
    },
    limits=(
        "A catch without mosquitoes was not written down, so the chance is that of a catch.",
        "Only every other year was delivered: the last season known is two years back.",
        "A laboratory's answer is taken as known a week after the catch; the file has no day.",
        "Crews treat a number of traps each week: traps are ranked within their week only.",
    ),
    # Every trap is emptied whatever the list says: nothing needs to be drawn by lot.
    random_share=0,
    writes=risk.west_nile,
    trials=risk.west_nile_trials,
)
