"""The question of the premises: which visits count, which premises wait, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.food_premises.features import (
    COMPLAINED,
    FEATURES,
    PER_RESIDENT,
    PREMISES,
    SURROUNDED,
)
from lakehouse.declare import Column, Fair, Gates, Hazard, Ranking
from lakehouse.modelling.learners import (
    BoostedTrees,
    Condition,
    Logistic,
    RankBy,
    Rule,
    ShrunkRate,
)
from lakehouse.tables import city, licensing, police, risk
from lakehouse.tables.shared import PLACE

EXPERT = Rule(
    (
        Condition("critical_last", "is", 1, 4),
        Condition("failed_last", "is", 1, 2),
        Condition("lower_risk", "is", 0, 1),
        Condition("days_since_visit", "at least", 365, 1),
    )
)

# Who eats there is protected by a visit, who runs it is burdened by one: no district may have more
# of its violations missed, or more visits for nothing. False alarms per sound premises follow from
# how much there is to find (Chouldechova 2017), so they are told, and bar nobody.
ALIKE = Fair(
    "police_district",
    0.1,
    rates=("fnr", "fdr"),
    shown=("fpr", "selected"),
    outlines=city.area_boundary,
)


def history(food_visit: DataFrame) -> DataFrame:
    """Canvass visits that took place at a premises with a licence in force on the day.

    The licence file holds only premises that were inspected, so no other cohort is fair.
    """
    return food_visit.where("is_canvass and term_id is not null").select(
        F.col("inspection_id").alias("case_id"),
        "premises_id",
        F.col("premises_id").alias("licence_number"),
        "latitude",
        "longitude",
        F.col("visited_on").alias("happened_on"),
        "known_at",
        F.col("critical_found").cast("int").alias("outcome"),
    )


def waiting(food_visit: DataFrame, food_licence: DataFrame, as_of: date) -> DataFrame:
    """Every premises known by the day; without a score where a fair one cannot be given."""
    day = F.lit(as_of)
    last = F.struct("visited_on", F.length("inspection_id"), "inspection_id")
    placed = F.when(F.expr("latitude is not null and longitude is not null"), last)
    seen = (
        food_visit.where(F.col("known_at") < day)
        .groupBy("premises_id")
        .agg(
            F.max_by("latitude", placed).alias("latitude"),
            F.max_by("longitude", placed).alias("longitude"),
            F.lit(True).alias("was_visited"),
        )
    )
    known = food_licence.where(F.col("known_at") < day)
    licensed = known.groupBy(F.col("licence_number").alias("premises_id")).agg(
        F.max(F.coalesce(F.col("ends_on") >= day, F.lit(True))).alias("in_force")
    )
    both = seen.join(licensed, "premises_id", "full")
    why = (
        F.when(F.isnull("was_visited"), "it was never visited before this day")
        .when(F.isnull("in_force"), "no licence of it is known")
        .when(~F.col("in_force"), "its licence has run out")
    )
    return both.select(
        "premises_id",
        F.col("premises_id").alias("licence_number"),
        "latitude",
        "longitude",
        why.alias("why_no_score"),
    )


food_premises = Ranking(
    name="food_premises",
    asks="Which food premises will have a critical violation at their next canvass inspection?",
    about="premises_id",
    owner="Health",
    reads=(
        city.food_visit,
        licensing.food_licence,
        city.sanitation_complaint,
        police.burglary,
        city.food_visit_area,
    ),
    may_lack=(city.sanitation_complaint, police.burglary, city.food_visit_area),
    history=history,
    waiting=waiting,
    carries=(
        Column("premises_id", "string", "The premises."),
        Column("licence_number", "string", "Its licence number."),
        *PLACE,
    ),
    counts="At least one critical violation, items 1 to 14 of the food code, at the visit.",
    months=2,
    gates=Gates(fair=ALIKE),
    features=FEATURES,
    candidates={
        "time since the last visit": lambda: RankBy("days_since_visit", missing=9999),
        "past critical violations per visit": lambda: ShrunkRate("critical_visits", "visits", 2),
        "an expert's rule": lambda: EXPERT,
        "logistic regression": lambda: Logistic(C=0.001, columns=PREMISES),
        "logistic regression with surroundings": lambda: Logistic(C=0.003, columns=SURROUNDED),
        "logistic regression with complaints by kind": lambda: Logistic(
            C=0.003, columns=COMPLAINED
        ),
        "logistic regression with complaints per resident": lambda: Logistic(
            C=0.03, columns=PER_RESIDENT
        ),
        "boosted trees": lambda: BoostedTrees(
            trees=150, depth=2, learning_rate=0.03, least_rows=200, columns=SURROUNDED
        ),
    },
    left_out={
        "who inspected": "Knowing the inspector tells more about the inspector than the premises.",
        "what was found lately in the same ZIP code": (
            "Inspectors work by territory, so it stands for who inspected there."
        ),
        "status of the licence": "It is as of the day of the extract: it knows the future.",
        "weather of the visit": "It is not known when the list is made.",
    },
    limits=(
        "Outcomes are known only where inspectors went; the random share keeps that honest.",
        "It ranks premises for a canvass visit; complaints and re-inspections come first anyway.",
        "The range of a chance covers the calibration, not a change of the code or of inspectors.",
    ),
    hazard=Hazard(
        what="guests fall ill from a critical violation that nobody found",
        consequence=3,
        control="a canvass visit",
        days=60,
        top=0.05,
    ),
    writes=risk.food_premises,
    trials=risk.food_premises_trials,
)
