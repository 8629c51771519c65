"""What emergency departments and admission offices staff by."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.arrivals import AHEAD, ARRIVALS
from lakehouse.tables.risk.medical_load import CANDIDATE, TOLD, WHY_AHEAD
from lakehouse.tables.risk.shared import STAMP

arrivals_to_expect = Result(
    "published.arrivals_to_expect",
    "One row per kind of arrival, group and day: how many came in the city in the last 60 days "
    "whose reports are in, and how many are expected until the end of the coming fortnight.",
    key=("resource", "stratum", "day"),
    owner="Health",
    decides="How many nurses and physicians the emergency departments and wards have on duty in "
    "the coming fortnight.",
    audience="Hospital coordinators, emergency departments",
    refreshed="whenever the hospitals report",
    withhold_under=LEAST,
    # What lies ahead is no count; where it would tell of one it is left out with the reason.
    withheld=("observed",),
    columns=(
        *ARRIVALS,
        Column("day", "date", "The day."),
        AHEAD,
        Column(
            "observed",
            "int",
            "How many came and were reported in time (visits within 7 days, admissions within "
            f"14); missing ahead, and where it is fewer than {LEAST}.",
            rule=f"observed is null or (observed >= {LEAST} and days_ahead is null)",
        ),
        *TOLD,
        CANDIDATE,
        WHY_AHEAD,
        *STAMP,
    ),
)
