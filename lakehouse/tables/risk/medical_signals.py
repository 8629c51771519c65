"""Whether deaths, cases, visits and admissions to hospital are unusual, each day or week."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP

LEVELS = ("alert", "warning", "none", "no judgement")

SIGNAL = (
    Column("series", "string", "The series: what is counted, and how often."),
    Column("title", "string", "The series in words."),
    Column("day", "date", "The day, or the last day of the week."),
    Column("observed", "double", "The count as known on the as-of day."),
    Column("expected", "double", "The count that the method expects."),
    Column("upper", "double", "Upper bound: a count above it is rarer than an alert allows."),
    Column(
        "score",
        "double",
        "How far the count is out, by the method's own measure, such as excess over that of the "
        "bound or deviations above the mean.",
    ),
    Column(
        "p", "double", "Chance of such a count when nothing is unusual.", rule="p between 0 and 1"
    ),
    Column(
        "q",
        "double",
        "Share of false alarms to expect among all series of the period with a p as small.",
        rule="q between 0 and 1",
    ),
    Column("algorithm", "string", "The method that judged; missing while there is no history."),
    Column(
        "level",
        "string",
        "alert, warning, none, or no judgement.",
        rule=f"level in {LEVELS}",
        required=True,
    ),
    Column(
        "lasting",
        "int",
        "Periods in a row, this one included, with an alert or a warning; those without a "
        "judgement are skipped.",
        rule="(lasting > 0) = (level in ('alert', 'warning'))",
    ),
    Column(
        "why_no_bound",
        "string",
        "Why nothing was judged, where nothing was.",
        rule="(why_no_bound is not null) = (level = 'no judgement')",
    ),
)


def _signal(last: str, period: str, of: str) -> Table:
    return Table(
        f"risk.{last}",
        f"One row per series and {period}: {of} against a bound, with the level of alarm.",
        key=("series", "day"),
        owner="Health",
        columns=(*SIGNAL, *STAMP),
    )


REPLACED = "small counts replaced before anything is worked out from them,"
WITH_COVID = "admissions with COVID-19"
OF_COVID = "cases or deaths of COVID-19"
IN_A_CODE = "cases of COVID-19 in a postal code"

death_signal = _signal("death_signal", "day", "deaths")
death_alert = _signal("death_alert", "day", f"deaths, {REPLACED}")
death_cause_signal = _signal("death_cause_signal", "day", "deaths of a cause")
death_cause_alert = _signal("death_cause_alert", "day", f"deaths of a cause, {REPLACED}")
emergency_signal = _signal(
    "emergency_signal", "day", "emergency visits with a syndrome from a district"
)
emergency_alert = _signal(
    "emergency_alert", "day", f"emergency visits with a syndrome from a district, {REPLACED}"
)
covid_admission_signal = _signal("covid_admission_signal", "day", WITH_COVID)
covid_admission_alert = _signal("covid_admission_alert", "day", f"{WITH_COVID}, {REPLACED}")
covid_admission_week_signal = _signal("covid_admission_week_signal", "week", WITH_COVID)
covid_admission_week_alert = _signal(
    "covid_admission_week_alert",
    "week",
    f"{WITH_COVID}, {REPLACED} and weeks that would tell of a day's left out (-1),",
)
covid_count_signal = _signal("covid_count_signal", "day", OF_COVID)
covid_count_alert = _signal("covid_count_alert", "day", f"{OF_COVID}, {REPLACED}")
covid_zip_signal = _signal("covid_zip_signal", "week", IN_A_CODE)
covid_zip_alert = _signal(
    "covid_zip_alert",
    "week",
    f"{IN_A_CODE}, {REPLACED} and weeks that would tell of a code's left out (-1),",
)
lab_signal = _signal("lab_signal", "week", "laboratory reports of a germ")
lab_alert = _signal("lab_alert", "week", f"laboratory reports of a germ, {REPLACED}")
