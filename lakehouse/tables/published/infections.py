"""What epidemiologists read beside the alerts: reports still to come, their spread, clusters."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.laboratory import DAYS, DISEASE, SYNDROME

# What is said of numbers whose earlier ones held.
PROMISED = "as promised"
# A cluster that daily looking finds by chance more often than this is not called one.
RARE_DAYS = 100

_WEEK = (
    Column("reported", "int", "Reports of the week, known by Sunday.", rule=f"reported >= {LEAST}"),
    Column(
        "expected",
        "double",
        "How many there will be once all are in, to the next whole number.",
        rule="expected >= reported",
    ),
    Column("low", "double", "Low end: 9 times in 10 there will be no fewer, no more than high."),
    Column("high", "double", "High end of the same range.", rule="high >= low"),
)
_USUAL = Column("usual", "double", "Mean of the twelve weeks before, where these were not few.")
_WHY_NONE = Column(
    "why_none",
    "string",
    "Why the week is not shown, where it is not.",
    rule="(why_none is null) = (reported is not null)",
)
_PAST = (
    Column(
        "coverage",
        "double",
        "Share of the last year's days that lay in the range told of them within a week, where "
        "0.95 was promised.",
        rule="coverage between 0 and 1",
    ),
    Column(
        "bias",
        "double",
        "Mean of expected less true in that year, reports a week; above 0 too many.",
    ),
    Column("trust", "string", "What that year says of the numbers, where they are shown."),
    Column("period_from", "date", "Monday, the first day counted.", required=True),
    Column("data_through", "date", "Sunday, the last day counted; no later report is in it."),
    DAYS[1],
)
_SPREAD = (
    Column("reproduction", "double", "How many people one case infects, where that is sure."),
    Column("reproduction_low", "double", "19 times in 20 it is not below low and not above high."),
    Column("reproduction_high", "double", "High end of the same range."),
)

infections_now = Result(
    "published.infections_now",
    "One row per germ: laboratory reports of the last week, Monday to Sunday, by what was known on "
    "that Sunday, how many there will be once all are in, and how many people one case infects.",
    key=("disease",),
    owner="Health",
    decides="Which germ is looked into before its late reports are in.",
    audience="Epidemiologists, health department",
    refreshed="every week",
    withhold_under=LEAST,
    counts_over=("period_from", "data_through"),
    withheld=tuple(column.name for column in (*_WEEK, *_SPREAD)),
    columns=(
        DISEASE,
        *_WEEK,
        _USUAL,
        *_SPREAD,
        _WHY_NONE,
        Column(
            "why_no_reproduction",
            "string",
            "Why it is not said how many one case infects, where it is not.",
            rule="(why_no_reproduction is null) = (reproduction is not null)",
        ),
        *_PAST,
    ),
)

_VISITS = (
    Column(
        "reported",
        "int",
        f"Visits of the week, known by Sunday, down to the next {LEAST}: set off against the days "
        "that alerts tell of, it says nothing of those withheld.",
        rule=f"reported % {LEAST} = 0 and reported >= {LEAST}",
    ),
    Column(
        "expected",
        "double",
        f"How many there will be once all are in, to the next {LEAST}.",
        rule="expected >= reported",
    ),
    Column("low", "double", f"Low end in steps of {LEAST}: 9 times in 10 there will be no fewer."),
    Column("high", "double", "High end of the same range.", rule="high >= low"),
)

visits_now = Result(
    "published.visits_now",
    "One row per syndrome: emergency visits of the last week, Monday to Sunday, by what was known "
    "on that Sunday, and how many there will be once hospitals have reported all.",
    key=("syndrome",),
    owner="Health",
    decides="Which syndrome is looked into before hospitals have reported all of its visits.",
    audience="Epidemiologists, health department",
    refreshed="every week",
    withhold_under=LEAST,
    counts_over=("period_from", "data_through"),
    withheld=tuple(column.name for column in _VISITS),
    columns=(SYNDROME, *_VISITS, _USUAL, _WHY_NONE, *_PAST),
)

_CLUSTER = (
    Column(
        "cases",
        "int",
        f"Emergency visits in it, down to the next {LEAST}, so that a day more tells of no few.",
        rule=f"cases % {LEAST} = 0 and cases >= {LEAST}",
    ),
    Column("areas", "string", "Names of the community areas in it."),
    Column("first_day", "date", "Its first day."),
    Column("usual", "int", "Visits that the areas' and the days' totals would lead to, about."),
    Column("p", "double", "Chance of one so strong anywhere.", rule="p between 0 and 1"),
    Column("recurrence", "int", "Looked for daily, such a one comes by chance in so many days."),
    Column("stands_out", "boolean", f"Whether that is {RARE_DAYS} days or more."),
)

health_clusters = Result(
    "published.health_clusters",
    "One row per syndrome and group of neighbouring areas where emergency visits come together on "
    "the last days, the rarest first; those of few patients are withheld.",
    key=("syndrome", "place"),
    owner="Health",
    decides="In which neighbouring areas a common source of an illness is looked for today.",
    audience="Epidemiologists, health department",
    refreshed="every day",
    withhold_under=LEAST,
    withheld=tuple(column.name for column in _CLUSTER),
    columns=(
        Column("syndrome", "string", "The syndrome of the emergency visits."),
        Column("place", "int", "1 is the likeliest cluster of the syndrome."),
        *_CLUSTER,
        Column(
            "why_none",
            "string",
            "Why there is none, or why it is not shown.",
            rule="(why_none is null) = (cases is not null)",
        ),
        Column("data_through", "date", "Last day, on which the cluster is alive."),
        DAYS[1],
    ),
)
