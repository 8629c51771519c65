"""The question of the buildings: which cases count, which wait, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.building_fire.features import BUILDING, CALL, FEATURES, INCIDENT, LEARNED
from lakehouse.declare import Chance, Column, Fair, Gates, Hazard, Ranking
from lakehouse.modelling.learners import BoostedTrees, Logistic, RankBy
from lakehouse.tables import city, risk
from lakehouse.tables.shared import PLACE
from lakehouse.transform.spans import covered_spans

MONTHS = 3
# A visit protects those who live there: no district may have more of its fires missed, or more
# visits where nothing burns. Which share is visited follows from how much burns.
ALIKE = Fair(
    "police_district",
    0.2,
    rates=("fnr", "fdr"),
    shown=("fpr", "selected"),
    outlines=city.area_boundary,
)


def history(building: DataFrame, building_incident: DataFrame, as_of: date) -> DataFrame:
    """Every building in each three months before the day, with whether it burnt, mostly not.

    Months are counted back from the day, those that the record covers; a building is a case once
    it was registered.
    """
    known = building_incident.where(F.col("known_at") < F.lit(as_of))
    fires = known.where("kind = 'building_fire' and building_id is not null")
    spans = covered_spans(known, as_of, MONTHS)
    inside = (F.col("happened_on") >= F.col("starts")) & (F.col("happened_on") < F.col("ends"))
    burnt = (
        fires.join(F.broadcast(spans), inside)
        .select("building_id", "starts", F.lit(1).alias("outcome"))
        .distinct()
    )
    cases = building.crossJoin(F.broadcast(spans)).where(F.col("known_at") < F.col("starts"))
    # What did not happen has no day. One by lot parts the buildings into groups, a week each, that
    # are drawn again to tell how sure a difference is.
    by_lot = F.pmod(F.xxhash64("building_id"), F.datediff("ends", "starts")).cast("int")
    return cases.join(burnt, ["building_id", "starts"], "left").select(
        F.concat_ws(" ", "building_id", "starts").alias("case_id"),
        *("building_id", "latitude", "longitude"),
        F.date_add("starts", by_lot).alias("happened_on"),
        F.date_sub("ends", 1).alias("known_at"),
        F.coalesce("outcome", F.lit(0)).alias("outcome"),
    )


def waiting(building: DataFrame, as_of: date) -> DataFrame:
    """Every building of the register by the day; without a score where it lies nowhere."""
    known = building.where(F.col("known_at") < F.lit(as_of))
    nowhere = F.col("latitude").isNull() | F.col("longitude").isNull()
    return known.select(
        *("building_id", "latitude", "longitude"),
        F.when(nowhere, F.lit("its place is not in the register")).alias("why_no_score"),
    )


building_fire = Ranking(
    name="building_fire",
    asks="Which buildings will burn in the coming three months?",
    about="building_id",
    owner="Fire",
    reads=(BUILDING, INCIDENT, CALL),
    history=history,
    waiting=waiting,
    carries=(Column("building_id", "string", "The fire department's number of it."), *PLACE),
    counts="The fire department was called to a fire in the building within three months.",
    months=MONTHS,
    judged_by=Chance(together=12 // MONTHS),
    gates=Gates(fair=ALIKE),
    features=FEATURES,
    candidates={
        "fires before": lambda: RankBy("fires_here"),
        "a simple rule": lambda: RankBy("points"),
        "logistic regression": lambda: Logistic(C=0.1, columns=LEARNED),
        "boosted trees": lambda: BoostedTrees(200, 3, 0.05, 40, columns=LEARNED),
    },
    left_out={
        "what was last done there": "It is filled in after a fire: it knows the future.",
        "who inspected it, and when": "It tells who looked, not what there was to find.",
        "who lives there": "Places are ranked, never persons.",
    },
    limits=(
        "The register is as it stands today: a condition may have been written down after a fire.",
        "Calls whose address and place tell no building are no building's fire.",
        "It says where a fire is likely, not what would prevent it.",
    ),
    hazard=Hazard(
        what="a fire in the building hurts those who live or work there",
        consequence=4,
        control="a visit of fire prevention",
        days=90,
        top=0.01,
    ),
    writes=risk.building_fire,
    trials=risk.building_fire_trials,
)
