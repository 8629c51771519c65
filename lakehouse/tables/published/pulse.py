"""What the city is run by: operating indicators week by week."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST

STATUS = ("within", "above", "below", "late", "none")
# What is blank of a week of few people: the count, what is made of it, and what stands beside it.
TELLING = ("value", "expected", "expected_low", "expected_high", "misses_target", "trend")

city_pulse = Result(
    "published.city_pulse",
    "One row per operating indicator and week, the last 52 of each: its value beside target and "
    "expected range. The newest week of an indicator whose source is late says so.",
    key=("indicator", "week_ends_on"),
    owner="Data office",
    decides="Which service somebody looks into this week.",
    audience="Mayor's office and heads of departments",
    refreshed="every week",
    withhold_under=LEAST,
    withheld=TELLING,
    counts_people=("emergency_visits", "deaths"),
    columns=(
        Column("indicator", "string", "Its name."),
        Column("week_ends_on", "date", "Sunday, the last day of the week."),
        Column("title", "string", "The indicator in words."),
        Column("domain", "string", "What it is about."),
        Column("owner", "string", "The department that answers for it."),
        Column("unit", "string", "Unit of value, target and range."),
        Column("worse", "string", "more or less: on which side the city is worse off."),
        Column("value", "double", "The week's value; missing where a few people were counted."),
        Column("target", "double", "What it should not be worse than; missing where none is set."),
        Column("misses_target", "boolean", "Whether the value is worse than the target."),
        Column("expected", "double", "What the weeks before lead one to expect."),
        Column(
            "expected_low",
            "double",
            "Low end of the expected range: at most about one usual week in 100 lies below.",
            rule="expected_low <= expected",
        ),
        Column(
            "expected_high",
            "double",
            "High end of the expected range.",
            rule="expected_high >= expected",
        ),
        Column(
            "status",
            "string",
            "within, above or below the expected range, late, or none.",
            rule=f"status in {STATUS} and (value is not null or status in ('late', 'none'))",
            required=True,
        ),
        Column("trend", "string", "rising, falling or steady over the 13 weeks to this one."),
        Column(
            "why_no_status",
            "string",
            "Why the week is not judged.",
            rule="(status in ('late', 'none')) = (why_no_status is not null)",
        ),
        Column("data_through", "date", "Last day of its source: of any row, counted or not."),
        Column("as_of", "date", "The day it was made for; only what was known before counts."),
    ),
)
