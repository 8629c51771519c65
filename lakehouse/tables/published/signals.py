"""What epidemiologists look at today, and whoever sends crews looks at this week."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.medical_signals import SIGNAL
from lakehouse.tables.risk.shared import STAMP

# All periods are judged for epidemiologists; so many last ones are handed out.
PUBLISHED = 104
# What is blank of such a period: the count, and all that is made of it.
TELLING = ("observed", "expected", "upper", "score", "p", "q")

health_alerts = Result(
    "published.health_alerts",
    "One row per series and period, the last 104 of each: its bound and the level of alarm. Counts "
    "of few people, and weeks that would tell of few, are withheld, and nothing is made of them.",
    key=("series", "day"),
    owner="Health",
    decides="Which rise in deaths, cases, emergency visits or admissions is looked into today.",
    audience="Epidemiologists, health department",
    refreshed="whenever the department delivers",
    withhold_under=LEAST,
    withheld=TELLING,
    columns=(*SIGNAL, *STAMP),
)

service_alerts = Result(
    "published.service_alerts",
    "One row per category, police district and week, the last 104 of each: requests, complaints "
    "or calls against their bound, and the level of alarm.",
    key=("series", "day"),
    owner="311 services",
    decides="Which rise in requests, complaints or calls is looked into this week, and where.",
    audience="City services, and the police's control room",
    refreshed="every week",
    columns=(
        *SIGNAL,
        Column("police_district", "string", "Number of the police district.", required=True),
        *STAMP,
    ),
)
