"""What hospital coordinators look at first: which hospital runs over its capacity."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.medical_load import CANDIDATE, CAPACITY, HOSPITAL, SERIES
from lakehouse.tables.risk.shared import STAMP

# A day with this chance of more than there are is one to prepare for.
AT_RISK = 0.2

_FORECAST = (
    Column(
        "probability_over",
        "double",
        "Chance that more will be needed than there are on some day of the coming fortnight.",
        rule="probability_over between 0 and 1",
    ),
    Column(
        "first_day_at_risk",
        "date",
        f"First day whose own chance is {AT_RISK:.0%} or more; missing where none is.",
    ),
    Column("worst_day", "date", "The day with the highest chance of more than there are."),
    Column("expected_in_use", "double", "Mean number in use on the worst day."),
    Column("low", "int", "As many or fewer on the worst day 1 time in 20.", rule="low >= 0"),
    Column("high", "int", "More on the worst day 1 time in 20.", rule="high >= low"),
    Column("naive_low", "int", "As low, by the weekday naive and its own errors."),
    Column("naive_high", "int", "As high, by the weekday naive and its own errors."),
    Column("reason_1", "string", "How full it is now, in words."),
    Column("reason_2", "string", "How long it is at risk, in words."),
    Column("reason_3", "string", "What changed in its capacity, in words."),
)

hospitals_at_risk = Result(
    "published.hospitals_at_risk",
    "One row per hospital and resource, the one most likely to run over its capacity first; then "
    "the whole city, whose expected number is that of its hospitals on the same day, and what is "
    "withheld, each with the reason.",
    key=("hospital_id", "resource"),
    owner="Health",
    decides="Which hospital gets staff, sends patients elsewhere or puts planned admissions off "
    "in the coming fortnight.",
    audience="Hospital coordinators, health department",
    refreshed="whenever the hospitals report",
    withhold_under=LEAST,
    withheld=("in_use", *(column.name for column in _FORECAST)),
    columns=(
        Column("rank", "int", "Place by the chance to run over, 1 is the first."),
        HOSPITAL,
        Column("name", "string", "Name of the hospital."),
        SERIES[0],
        Column(
            "in_use",
            "int",
            "How many are in use, as last reported; missing where that is few patients, or would "
            "tell of few by subtraction.",
            rule=f"in_use >= {LEAST}",
        ),
        Column("reported_on", "date", "The day of that report; the last one for the city."),
        CAPACITY[0],
        *_FORECAST,
        Column(
            "why_no_score",
            "string",
            "Why it has no place on the list, where it has none.",
            rule="(why_no_score is null) = (rank is not null)",
        ),
        CANDIDATE,
        *STAMP,
    ),
)
