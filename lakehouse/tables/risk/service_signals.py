"""Whether requests, complaints and calls are unusual, by what they are about and district."""

from lakehouse.declare import Table
from lakehouse.tables.risk.medical_signals import SIGNAL
from lakehouse.tables.risk.shared import STAMP


def _signal(last: str, owner: str, of: str) -> Table:
    return Table(
        f"risk.{last}",
        f"One row per category, police district and week, the last 104 of each: {of} against a "
        "bound, with the level of alarm, or why there is none.",
        key=("series", "day"),
        owner=owner,
        columns=(*SIGNAL, *STAMP),
    )


request_signal = _signal("request_signal", "311 services", "requests of residents")
sanitation_signal = _signal("sanitation_signal", "311 services", "sanitation complaints")
call_signal = _signal("call_signal", "Police", "calls for the police")
