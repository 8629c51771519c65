"""What the city's safety team follows up."""

from lakehouse.declare import Column, Result
from lakehouse.tables.city.hazard import REGISTER
from lakehouse.tables.risk.shared import DATES

_CLOSED = ("closed_on", "closed_by", "state")
_SHOWN = (
    *(c for c in REGISTER if c.name not in _CLOSED),
    Column(
        "state",
        "string",
        "open, or overdue: open after its deadline.",
        rule="state in ('open', 'overdue')",
    ),
)

hazards_overdue = Result(
    "published.hazards_overdue",
    "One row per hazard that nobody has closed yet: overdue ones first, the largest risk first.",
    key=("hazard_id",),
    owner="The city's safety team",
    decides="Which hazards are followed up now, and which deadline was missed.",
    audience="The city's safety team, and who answers for the control",
    refreshed="whenever a list is made or a department delivers",
    columns=(
        *_SHOWN,
        Column("name", "string", "What the place is called, where a register knows it by name."),
        Column("address", "string", "Its street address, where a register has it."),
        Column(
            "days_over",
            "int",
            "Days since the deadline; below 0 while there is time, missing where there is none.",
        ),
        *DATES,
    ),
)
