"""When and where crashes are to be expected in the coming week."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.crash_hours import TOLD
from lakehouse.tables.risk.shared import STAMP

hours_and_places_to_watch = Result(
    "published.hours_and_places_to_watch",
    "One row per community area, day and hour of the coming week: the 200 with most crashes "
    "expected, in their order.",
    key=("community_area", "day", "hour"),
    owner="Transport",
    decides="In which hours and areas traffic police and patrols are out this week.",
    audience="Road safety, transport department; traffic police",
    refreshed="every week",
    columns=(
        Column("place", "int", "Place on the list, 1 is the first.", rule="place >= 1"),
        *TOLD,
        *STAMP,
    ),
)
