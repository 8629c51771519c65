"""In which hours of the coming week, and in which areas, crashes are to be expected."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP, TRIAL

TOLD = (
    Column("community_area", "string", "Community area, by the city's own boundaries."),
    Column("day", "date", "The day."),
    Column("hour", "tinyint", "Hour of that day, local time.", rule="hour between 0 and 23"),
    Column("expected", "double", "Crashes expected in the hour.", rule="expected > 0"),
    Column(
        "expected_low",
        "double",
        "Low end: 9 times in 10 the long-run mean of such hours lies between the ends.",
        rule="expected_low <= expected_high",
    ),
    Column("expected_high", "double", "High end."),
    Column(
        "expected_if_wet",
        "double",
        "The same on a wet day; missing where weather is not on record, or the rate used knows "
        "none.",
    ),
    Column("usual", "double", "Crashes an hour there in this hour of the week, smoothed."),
    Column("observed", "int", "Crashes there in this hour of the week in the 52 weeks before."),
    Column("why", "string", "What stands behind it, in words."),
    Column("candidate", "string", "Who tells it."),
    Column("judged", "string", "How that was decided on weeks not learnt from."),
)

crash_hour = Table(
    "risk.crash_hour",
    "One row per community area, day and hour of the coming week: the crashes expected in it.",
    key=("community_area", "day", "hour"),
    owner="Transport",
    columns=(*TOLD, *STAMP),
)

crash_hour_trials = Table(
    "risk.crash_hour_trials",
    "One row per candidate, test week and measure: how each told weeks it had not learnt from.",
    key=("candidate", "window", "measure"),
    owner="Transport",
    columns=(*TRIAL, *STAMP),
)
