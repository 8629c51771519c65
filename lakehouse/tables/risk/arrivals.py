"""How many will come to emergency departments and be admitted in the coming days."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.medical_load import (
    AGREED,
    BANDS,
    CANDIDATE,
    CAPACITY,
    HOSPITAL,
    NAIVE,
    WHY,
)
from lakehouse.tables.risk.shared import STAMP, TRIAL

ARRIVALS = (
    Column("resource", "string", "Who is counted: emergency_visit or admission."),
    Column("stratum", "string", "Of whom: all, or covid for COVID-19 patients."),
)
AHEAD = Column("days_ahead", "int", "Days after the last day whose reports are in.")


def _ahead(name: str, who: str) -> Table:
    return Table(
        f"risk.{name}",
        f"One row per hospital or all of them and day ahead: quantiles of how many {who}. Nothing "
        "limits them, so that no chance of more than a capacity is known.",
        key=("resource", "stratum", "hospital_id", "day"),
        owner="Health",
        columns=(
            *ARRIVALS,
            HOSPITAL,
            Column("day", "date", "The day that is forecast."),
            AHEAD,
            *BANDS,
            *NAIVE,
            *CAPACITY,
            *AGREED,
            CANDIDATE,
            WHY,
            *STAMP,
        ),
    )


def _trials(name: str) -> Table:
    return Table(
        f"risk.{name}_trials",
        "One row per candidate, month and measure: how each forecast days it had not seen.",
        key=("candidate", "window", "measure"),
        owner="Health",
        columns=(*TRIAL, *STAMP),
    )


visits_ahead = _ahead("visits_ahead", "will come to emergency departments")
visits_ahead_trials = _trials("visits_ahead")

admissions_ahead = _ahead("admissions_ahead", "will be admitted to hospital")
admissions_ahead_trials = _trials("admissions_ahead")

covid_admissions_ahead = _ahead("covid_admissions_ahead", "will be admitted with COVID-19")
covid_admissions_ahead_trials = _trials("covid_admissions_ahead")
