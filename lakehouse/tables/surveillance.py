"""What public health surveillance counts, as counts alone: deaths, COVID-19, beds that are free."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, SOURCE


def _count(name: str, meaning: str, required: bool = False) -> Column:
    """A number of people or things, never below zero."""
    return Column(name, "int", meaning, rule=f"{name} >= 0", required=required)


death_day = Table(
    "surveillance.death_day",
    "One row per day: how many died, and of what, with the day's weather and air.",
    key=("day",),
    happened_at="day",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("day", "date", "The day.", required=True),
        _count("deaths", "Deaths of all causes but accidents.", required=True),
        _count("cardiovascular", "Deaths of the heart and the circulation.", required=True),
        _count("respiratory", "Deaths of the airways and lungs.", required=True),
        Column(
            "temperature",
            "double",
            "Mean temperature, degrees Celsius.",
            rule="temperature between -50 and 50",
        ),
        Column(
            "dew_point",
            "double",
            "Mean dew point, degrees Fahrenheit.",
            rule="dew_point between -60 and 90",
        ),
        Column(
            "humidity", "double", "Mean relative humidity, 0 to 1.", rule="humidity between 0 and 1"
        ),
        Column("pm10", "double", "Particles under 10 micrometres, micrograms per cubic metre."),
        Column("ozone", "double", "Ozone, parts per billion."),
        KNOWN_AT,
        *SOURCE,
    ),
)

covid_day = Table(
    "surveillance.covid_day",
    "One row per day, measure and group of people: COVID-19 cases, deaths or admissions.",
    key=("day", "measure", "breakdown", "stratum"),
    happened_at="day",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("day", "date", "Day of the test, the death or the admission.", required=True),
        Column(
            "measure",
            "string",
            "What is counted: cases, deaths or hospitalizations.",
            rule="measure in ('cases', 'deaths', 'hospitalizations')",
        ),
        Column(
            "breakdown",
            "string",
            "By what people are grouped: all, age, sex or race_ethnicity.",
            rule="breakdown in ('all', 'age', 'sex', 'race_ethnicity')",
        ),
        Column("stratum", "string", "The group, such as 18-29 or female; all for everybody."),
        _count("people", "How many people.", required=True),
        KNOWN_AT,
        *SOURCE,
    ),
)

covid_week = Table(
    "surveillance.covid_week",
    "One row per postal code and week: COVID-19 cases, tests and deaths.",
    key=("zip", "week_starts_on"),
    happened_at="week_ends_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("zip", "string", "Postal code, or unknown."),
        Column("week_starts_on", "date", "First day of the week, a Sunday.", required=True),
        Column("week_ends_on", "date", "Last day of the week.", required=True),
        _count("cases", "Confirmed cases in the week; missing until there were five in all."),
        _count("cases_so_far", "Confirmed cases up to the end of the week."),
        _count("tests", "Tests in the week."),
        _count("tests_so_far", "Tests up to the end of the week.", required=True),
        _count("deaths", "Deaths in the week.", required=True),
        _count("deaths_so_far", "Deaths up to the end of the week.", required=True),
        Column("population", "int", "People who live there.", rule="population > 0"),
        KNOWN_AT,
        *SOURCE,
    ),
)

hospital_day = Table(
    "surveillance.hospital_day",
    "One row per day, resource, status and group: beds and ventilators of the hospitals.",
    key=("day", "resource", "status", "stratum"),
    happened_at="day",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("day", "date", "The day that is reported.", required=True),
        Column(
            "resource",
            "string",
            "ventilator, icu_bed, acute_bed (outside intensive care) or hospital_bed (all).",
            rule="resource in ('ventilator', 'icu_bed', 'acute_bed', 'hospital_bed')",
        ),
        Column(
            "status",
            "string",
            "capacity (all there are), in_use, available (free) or surge (could be added).",
            rule="status in ('capacity', 'in_use', 'available', 'surge')",
        ),
        Column(
            "stratum",
            "string",
            "For whom or where: all, covid, covid_confirmed, not_covid, adult, reserve and so on.",
        ),
        _count("amount", "How many beds or ventilators.", required=True),
        KNOWN_AT,
        *SOURCE,
    ),
)

hospital_census = Table(
    "surveillance.hospital_census",
    "One row per day, hospital, resource and status: beds and ventilators of each hospital.",
    key=("day", "hospital_id", "resource", "status"),
    happened_at="day",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("day", "date", "The day that is reported.", required=True),
        Column("hospital_id", "string", "Number of the hospital.", rule="hospital_id <> 'Total'"),
        Column("name", "string", "Name of the hospital.", required=True),
        Column(
            "resource",
            "string",
            "ventilator, icu_bed or hospital_bed (all beds).",
            rule="resource in ('ventilator', 'icu_bed', 'hospital_bed')",
        ),
        Column(
            "status",
            "string",
            "capacity (all that are staffed) or in_use.",
            rule="status in ('capacity', 'in_use')",
        ),
        Column(
            "amount",
            "int",
            "How many beds or ventilators; in use in one hospital that may be a few patients.",
            rule="amount >= 0",
            required=True,
            grade="internal",
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)
