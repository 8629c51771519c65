"""What stands behind the lists and alarms: deaths by heat and cold, incidents that draw others."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.incidents import PAIRS
from lakehouse.tables.risk.shared import DATES

deaths_of_heat_and_cold = Result(
    "published.deaths_of_heat_and_cold",
    "One row per cause, heat, cold or both: the deaths over all years known that would not have "
    "been at the temperature at which fewest die, a model's estimate with its range.",
    key=("cause",),
    owner="Health",
    decides="Whether hot or cold days get a warning, cool and warm places, and visits.",
    audience="Epidemiologists, health department",
    refreshed="whenever the department delivers",
    columns=(
        Column("cause", "string", "heat, cold, or all.", rule="cause in ('heat', 'cold', 'all')"),
        Column("deaths", "double", "Deaths that it is the cause of, over all days."),
        Column("deaths_low", "double", "19 times in 20 it is not below low and not above high."),
        Column("deaths_high", "double", "High end of the same range."),
        Column("share", "double", "Share of all deaths."),
        Column("share_low", "double", "Low end of its range."),
        Column("share_high", "double", "High end of its range."),
        Column("fewest_at", "double", "Temperature at which fewest die, degrees Celsius."),
        Column("first_day", "date", "First day of deaths that was looked at."),
        Column(
            "why_none",
            "string",
            "Why nothing can be said, where nothing can.",
            rule="(why_none is null) = (deaths is not null)",
        ),
        *DATES,
    ),
)

incidents_that_repeat = Result(
    "published.incidents_that_repeat",
    "One row per kind of reported incident: whether one is soon followed by another close by.",
    key=("kind",),
    owner="Police",
    decides="After which kinds of incident the places around get light, repair and help at once.",
    audience="The city's safety team",
    refreshed="every month",
    columns=(
        Column("kind", "string", "Kind of incident, as delivered."),
        Column(
            "incidents",
            "int",
            "Reported incidents in the last two years.",
            rule=f"incidents >= {LEAST}",
        ),
        *PAIRS,
        Column(
            "p", "double", "Chance of as many with the days shuffled.", rule="p between 0 and 1"
        ),
        Column(
            "draws_others",
            "boolean",
            "Whether that chance is small for as many kinds as were looked at: at most 1 in 20 "
            "for all of them together. Whether one brings the next, or something else brings "
            "several to a neighbourhood for a while, no such test can tell.",
        ),
        *DATES,
    ),
)
