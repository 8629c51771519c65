"""Which traps will find West Nile virus, which beaches and air stations will exceed a limit."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import SCORE, STAMP, TRIAL

west_nile = Table(
    "risk.west_nile",
    "One row per mosquito trap: the chance that its catch of the coming week carries West Nile "
    "virus.",
    key=("trap",),
    owner="Health",
    columns=(Column("trap", "string", "Number of the trap."), *SCORE, *STAMP),
)

west_nile_trials = Table(
    "risk.west_nile_trials",
    "One row per candidate, test window and measure: how each did on windows it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Health",
    columns=(*TRIAL, *STAMP),
)

beach = Table(
    "risk.beach",
    "One row per beach: the chance that its water of the day holds more E. coli than swimmers "
    "are warned from.",
    key=("beach",),
    owner="Parks",
    columns=(Column("beach", "string", "Short name of the beach."), *SCORE, *STAMP),
)

beach_trials = Table(
    "risk.beach_trials",
    "One row per candidate, test window and measure: how each did on windows it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Parks",
    columns=(*TRIAL, *STAMP),
)

air_station = Table(
    "risk.air_station",
    "One row per air station: the chance that fine dust or ozone of the day exceeds its limit.",
    key=("station",),
    owner="Environment",
    columns=(Column("station", "string", "Number of the station."), *SCORE, *STAMP),
)

air_station_trials = Table(
    "risk.air_station_trials",
    "One row per candidate, test window and measure: how each did on windows it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Environment",
    columns=(*TRIAL, *STAMP),
)
