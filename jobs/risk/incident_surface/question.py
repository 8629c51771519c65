"""The question of the squares: what counts in a month, who waits, and who may answer."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.risk.incident_surface.features import FEATURES, INCIDENT, PLACE, RECENT, SURFACE
from lakehouse.declare import Capture, Fair, Gates, Ranking, Reporting
from lakehouse.modelling.learners import BoostedTrees, EmpiricalBayes, RankBy
from lakehouse.tables import city, risk
from lakehouse.tables.city.incidents import CELL
from lakehouse.tables.shared import PLACE as POINT
from lakehouse.transform.spans import covered_spans

# With less on record all squares look alike.
DAYS_ON_RECORD = 85
SHARES = (0.005, 0.01, 0.02, 0.05)
# Being on the list brings light and repair, and attention too: no district may have more squares
# on it in which nothing is reported. Squares that are missed follow from how many have anything.
ALIKE = Fair(
    "police_district",
    0.05,
    rates=("fdr",),
    shown=("fnr", "selected"),
    outlines=city.area_boundary,
)


def history(reported_incident: DataFrame, cell: DataFrame, as_of: date) -> DataFrame:
    """Every square in every month before the day, with its reported incidents, mostly none.

    Months are counted back from the day, those that the record covers; what of the last one was
    not known before it is lacking.
    """
    known = reported_incident.where(F.col("known_at") < F.lit(as_of))
    months = covered_spans(known, as_of, 1, DAYS_ON_RECORD)
    inside = F.expr("happened_on >= starts and happened_on < ends")
    counted = (
        known.where("cell is not null")
        .join(F.broadcast(months), inside)
        .groupBy("cell", "starts")
        .agg(F.count(F.lit(1)).cast("int").alias("outcome"))
    )
    cases = cell.crossJoin(F.broadcast(months))
    return cases.join(counted, ["cell", "starts"], "left").select(
        F.concat_ws(" ", "cell", "starts").alias("case_id"),
        *("cell", "latitude", "longitude", "community_area"),
        F.col("starts").alias("happened_on"),
        F.date_sub("ends", 1).alias("known_at"),
        F.coalesce("outcome", F.lit(0)).alias("outcome"),
    )


def waiting(cell: DataFrame) -> DataFrame:
    """Every square: one without an incident has an expected number too, a small one."""
    none = F.lit(None).cast("string").alias("why_no_score")
    return cell.select("cell", "latitude", "longitude", "community_area", none)


incident_surface = Ranking(
    name="incident_surface",
    asks="Which squares of the city will see the coming month's reported incidents?",
    about="cell",
    owner="Police",
    reads=(INCIDENT, city.cell, PLACE),
    history=history,
    waiting=waiting,
    carries=(CELL, *POINT, city.cell.column("community_area")),
    counts="Incidents that somebody reported to the police, in the square within a month.",
    judged_by=Capture(
        *(0.01, ("incidents on record",)),
        also=SHARES,
        of_area=True,
        # places_needing_help_first is in this order.
        reporting=Reporting(city.reporting_share, "community_area"),
    ),
    months=1,
    # With 17,000 cases the interval of a slope is narrower than anybody needs.
    gates=Gates(fair=ALIKE, slope_within=(0.8, 1.25)),
    features=FEATURES,
    candidates={
        "incidents on record": lambda: RankBy("monthly"),
        # Anything but the count has to be better for sure, though it learns nothing.
        "kernel density": lambda: RankBy("density", plain=False),
        "record, density and near repeats": lambda: EmpiricalBayes(
            "monthly", "months", ("density", "repeats")
        ),
        "boosted trees of the record": lambda: BoostedTrees(
            *(150, 3, 0.05, 100), counts=True, columns=RECENT
        ),
        "risk surface of places": lambda: BoostedTrees(
            *(150, 3, 0.05, 100), counts=True, columns=SURFACE
        ),
    },
    left_out={
        "what patrols found": "It says where patrols go, and would send them there again.",
        "who was involved": "Places are ranked, never persons.",
        "who lives there, and what they earn": "It would stand for groups of people.",
    },
    limits=(
        "Only what was reported is learnt from: where people report less, less is seen.",
        "Lists are ordered, and judged, with what the service line tells nobody reports.",
        "It says where help is needed, not of which kind, and not who does harm.",
        "What was done in answer to an earlier list is not known to it.",
    ),
    writes=risk.incident_surface,
    trials=risk.incident_surface_trials,
)
