"""When and where crashes are to be expected in the coming week."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import DATES

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
        *DATES,
    ),
)
