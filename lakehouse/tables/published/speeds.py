"""How fast traffic will flow in the coming hours, and within the next one."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import STAMP
from lakehouse.tables.risk.speeds import DETECTOR, TOLD, TOLD_WITHIN

speeds_to_expect = Result(
    "published.speeds_to_expect",
    "One row per detector and hour of the day after the last hour known: the speed expected, with "
    "the last one and the usual one beside it.",
    key=("detector_id", "day", "hour"),
    owner="Transport",
    decides="Where traffic management expects slow traffic in the coming day, and when.",
    audience="Traffic management, transport department",
    refreshed="every day",
    columns=(
        DETECTOR,
        Column("street", "string", "The street it lies in."),
        *TOLD,
        *STAMP,
    ),
)

speeds_within_the_hour = Result(
    "published.speeds_within_the_hour",
    "One row per detector and quarter hour of the hour after the last reading: the speed expected, "
    "with the last one and the usual one beside it.",
    key=("detector_id", "told_for"),
    owner="Transport",
    decides="Where traffic management expects slow traffic within the hour, and when.",
    audience="Traffic management, transport department",
    refreshed="every day",
    columns=(
        DETECTOR,
        Column("street", "string", "The street it lies in."),
        *TOLD_WITHIN,
        *STAMP,
    ),
)
