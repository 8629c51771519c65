"""Which food premises will have a critical violation at their next visit."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import SCORE, STAMP, TRIAL

food_premises = Table(
    "risk.food_premises",
    "One row per food premises: the chance of a critical violation at its next canvass visit.",
    key=("premises_id",),
    owner="Health",
    columns=(Column("premises_id", "string", "The premises."), *SCORE, *STAMP),
)

food_premises_trials = Table(
    "risk.food_premises_trials",
    "One row per candidate, test window and measure: how each did on windows it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Health",
    columns=(*TRIAL, *STAMP),
)
