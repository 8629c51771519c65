"""What epidemiologists look at today."""

from lakehouse.declare import Result
from lakehouse.tables.risk.medical_signals import SIGNAL
from lakehouse.tables.risk.shared import STAMP

LEAST = 5
# Stands where a period has neither its count nor a judgement.
WITHHELD = f"fewer than {LEAST} were counted"
# What is blank of such a period: the count, and all that is made of it.
TELLING = ("observed", "expected", "upper", "score", "p", "q")

health_alerts = Result(
    "published.health_alerts",
    "One row per series and period, the last 104 of each: its bound and the level of alarm. Of a "
    "district's patients, counts under the threshold are withheld, and nothing is made of them.",
    key=("series", "day"),
    owner="Health",
    decides="Which rise in deaths, emergency visits or admissions is looked into today.",
    audience="Epidemiologists, health department",
    refreshed="whenever the department delivers",
    withhold_under=LEAST,
    withheld=TELLING,
    counts_people="emergency_",
    columns=(*SIGNAL, *STAMP),
)
