"""Which intersections will see people walking and cycling hurt next year."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import COUNTED, STAMP, TRIAL

intersection_crash = Table(
    "risk.intersection_crash",
    "One row per intersection: the injury crashes of people walking and cycling expected there "
    "in the coming year.",
    key=("intersection_id",),
    owner="Transport",
    columns=(Column("intersection_id", "int", "The intersection."), *COUNTED, *STAMP),
)

intersection_crash_trials = Table(
    "risk.intersection_crash_trials",
    "One row per candidate, test year and measure: how each did on years it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Transport",
    columns=(*TRIAL, *STAMP),
)
