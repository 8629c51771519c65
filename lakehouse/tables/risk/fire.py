"""Which buildings will burn."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import SCORE, STAMP, TRIAL

building_fire = Table(
    "risk.building_fire",
    "One row per building: the chance of a fire within three months.",
    key=("building_id",),
    owner="Fire",
    columns=(Column("building_id", "string", "Number of the building."), *SCORE, *STAMP),
)

building_fire_trials = Table(
    "risk.building_fire_trials",
    "One row per candidate, test window and measure: how each did on windows it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Fire",
    columns=(*TRIAL, *STAMP),
)
