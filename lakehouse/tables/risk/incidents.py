"""Where incidents will be, and whether one draws others after it."""

from lakehouse.declare import Column, Table
from lakehouse.tables.city.incidents import CELL
from lakehouse.tables.risk.shared import COUNTED, STAMP, TRIAL

incident_surface = Table(
    "risk.incident_surface",
    "One row per square of the city: the reported incidents expected there in the coming month.",
    key=("cell",),
    owner="Police",
    columns=(CELL, *COUNTED, *STAMP),
)

incident_surface_trials = Table(
    "risk.incident_surface_trials",
    "One row per candidate, test month and measure: how each did on months it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Police",
    columns=(*TRIAL, *STAMP),
)

# What Knox's test counts and compares, as it is published too.
PAIRS = (
    Column("pairs", "int", "Pairs within 14 days and 200 m of each other.", rule="pairs >= 0"),
    Column("expected", "double", "Such pairs if time and place were not linked."),
    Column("ratio", "double", "Pairs over those expected; missing where none are expected."),
    Column(
        "ratio_low",
        "double",
        "19 times in 20 the ratio is not below low and not above high, also where pairs share "
        "incidents: a twelfth of the period was left out in turn.",
        rule="ratio_low <= ratio",
    ),
    Column("ratio_high", "double", "High end of the same range.", rule="ratio_high >= ratio"),
)

near_repeat = Table(
    "risk.near_repeat",
    "One row per kind of incident: whether one is soon followed by another close by (Knox test).",
    key=("kind",),
    owner="Police",
    columns=(
        Column("kind", "string", "Kind of incident, as delivered."),
        Column(
            "incidents", "int", "Reported incidents in the last two years.", rule="incidents > 1"
        ),
        *PAIRS,
        Column(
            "p",
            "double",
            "Chance of as many or more with the days shuffled: 40 shuffles for each kind there "
            "is (199 at least), fewer where 20 of them already had as many.",
            rule="p between 0 and 1",
        ),
        Column("as_of", "date", "The day before which incidents were known."),
    ),
)
