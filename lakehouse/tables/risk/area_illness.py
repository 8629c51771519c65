"""How often people of each area fell ill, against what their ages lead one to expect."""

from lakehouse.declare import Column, Table
from lakehouse.tables.city.people import AGE_BAND

CAUSE = Column(
    "cause", "string", "Admissions by group of diagnosis, or emergency visits by syndrome."
)
AREA = Column("community_area", "string", "Number of the community area the patients live in.")
DAYS = (
    Column("period_from", "date", "First day counted."),
    Column("data_through", "date", "Last day counted."),
    Column("as_of", "date", "The day the table was made for; only what was known before."),
)
RATIO = (
    Column(
        "expected",
        "double",
        "Cases expected by the ages of its people, and the rates of the whole city.",
        rule="expected >= 0",
    ),
    Column("ratio", "double", "Cases over expected: standardised ratio, 1 is as expected."),
    Column("ratio_low", "double", "Low end of its exact 95 % Poisson interval."),
    Column("ratio_high", "double", "High end of the same.", rule="ratio_high >= ratio_low"),
    Column("drawn_to_city", "double", "Ratio drawn towards the city's (Marshall, global)."),
    Column("drawn_to_neighbours", "double", "Ratio drawn towards that of its neighbours."),
    Column("relative_risk", "double", "Ratio smoothed over the map, as smooth as counts say."),
    Column("risk_low", "double", "Low end of its 95 % interval."),
    Column("risk_high", "double", "High end of the same.", rule="risk_high >= risk_low"),
    Column(
        "probability",
        "double",
        "Chance that the true risk lies above the city's.",
        rule="probability between 0 and 1",
    ),
    Column("standardised", "string", "by age, or crude where no ages are known."),
)


def _cases(last: str, year: str) -> Table:
    return Table(
        f"risk.{last}",
        f"One row per cause, community area and age band: cases of {year} beside the people.",
        key=("cause", "community_area", "age_band"),
        owner="Health",
        columns=(
            CAUSE,
            AREA,
            AGE_BAND,
            Column("cases", "int", "Cases among them.", grade="confidential", rule="cases >= 0"),
            Column("people", "int", "Residents.", grade="confidential", rule="people >= 0"),
            *DAYS,
        ),
    )


area_case = _cases("area_case", "the last year")
area_case_year = _cases("area_case_year", "the last whole calendar year")

area_excess_risk = Table(
    "risk.area_excess_risk",
    "One row per cause and community area: cases of the last year against those expected, raw and "
    "made steadier, small counts included.",
    key=("cause", "community_area"),
    owner="Health",
    columns=(
        CAUSE,
        AREA,
        Column("cases", "int", "Cases of the last year.", grade="confidential"),
        *RATIO,
        Column("is_reliable", "boolean", "Whether 5 or more were expected."),
        Column("note", "string", "Why to be careful; else empty."),
        *DAYS,
    ),
)
