"""What the hospital coordinators decide from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.medical_load import (
    AHEAD,
    CANDIDATE,
    CAPACITY,
    SERIES,
    TOLD,
    WHY_AHEAD,
)
from lakehouse.tables.risk.shared import STAMP

hospital_load = Result(
    "published.hospital_load",
    "One row per resource, group and day: what was in use in the last 60 days, and what is "
    "expected for the coming days with its uncertainty.",
    key=("resource", "stratum", "day"),
    owner="Health",
    decides="Whether beds, ventilators or staff are moved, and planned admissions put off, in the "
    "coming fortnight.",
    audience="Hospital coordinators, health department",
    refreshed="whenever the hospitals report",
    columns=(
        *SERIES,
        Column("day", "date", "The day."),
        AHEAD,
        Column(
            "observed",
            "int",
            "How many were in use; missing ahead and where nothing was reported.",
            rule="observed is null or days_ahead is null",
        ),
        *TOLD,
        *CAPACITY,
        CANDIDATE,
        WHY_AHEAD,
        *STAMP,
    ),
)
