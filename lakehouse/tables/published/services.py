"""What the service line and who watches over its fairness decide from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.city.incidents import MOST_CORRECTED

WHOLE_CITY = "all"
SERVED = (
    Column("open", "int", "Needs of the year that are still open.", rule="open <= needs"),
    Column(
        "median_days",
        "double",
        "Half of the needs were closed within so many days.",
        rule="median_days >= 0",
    ),
    Column("median_days_low", "double", "Low end of its 95 % interval."),
    Column("median_days_high", "double", "High end of its 95 % interval."),
    Column(
        "in_time",
        "double",
        "Share closed within the days in which three quarters of their category are in the city.",
        rule="in_time between 0 and 1",
    ),
    Column("in_time_low", "double", "Low end of its 95 % interval.", rule="in_time_low <= in_time"),
    Column(
        "in_time_high",
        "double",
        "High end of its 95 % interval.",
        rule="in_time_high >= in_time",
    ),
    Column(
        "times_usual",
        "double",
        "How many times the usual days of its category a need took, in the middle: 1 is like "
        "the city, above is slower.",
    ),
    Column(
        "says",
        "string",
        "slower, like the city, or sooner: by the interval of the share in time.",
        rule="says in ('slower', 'like the city', 'sooner')",
    ),
    Column("first_day", "date", "First day of the year looked at."),
    Column("data_through", "date", "Its last day: later needs had no time to be closed."),
    Column("as_of", "date", "The day before which all was known."),
)

what_each_district_gets = Result(
    "published.what_each_district_gets",
    "One row per community area: what residents asked the city's service line for in a year, how "
    "soon they got it, and how that compares with the city and with the need.",
    key=("community_area",),
    owner="311 services",
    decides="Where crews and counters are added, so that the same need is met as soon everywhere.",
    audience="City services, and the council",
    refreshed="every month",
    columns=(
        Column("community_area", "string", "Number of the community area."),
        Column("name", "string", "Its name."),
        Column("people", "int", "People who lived there at the last census.", rule="people >= 0"),
        Column(
            "requests", "int", "Requests in the year, repeated ones too.", rule="requests >= needs"
        ),
        Column("needs", "int", "Different needs among them.", rule="needs > 0"),
        Column("per_1000", "double", "Reported needs per 1,000 people."),
        Column(
            "reporting_share",
            "double",
            "Estimated share of needs that anybody reports, told by how often one is repeated; "
            "missing where nothing tells it.",
        ),
        Column(
            "need_per_1000",
            "double",
            "Needs per 1,000 people with those nobody reports, "
            f"{MOST_CORRECTED} times the reported ones at most.",
        ),
        Column("closed_per_need", "double", "Needs closed over all, with those nobody reports."),
        *SERVED,
    ),
)

how_long_requests_take = Result(
    "published.how_long_requests_take",
    "One row per category of requests and police district, and one for the whole city: how long "
    "needs of a year took until they were closed.",
    key=("category", "police_district"),
    owner="311 services",
    decides="Which kind of request gets more hands, and where it takes longer than elsewhere.",
    audience="City services, and the council",
    refreshed="every month",
    columns=(
        Column("category", "string", "What was asked for."),
        Column("police_district", "string", f"Police district, or {WHOLE_CITY}: the whole city."),
        Column(
            "requests", "int", "Requests in the year, repeated ones too.", rule="requests >= needs"
        ),
        Column("needs", "int", "Different needs among them.", rule="needs > 0"),
        Column(
            "due_days",
            "double",
            "Days within which three quarters of the category are closed in the city; missing "
            "where more than a quarter are open.",
        ),
        *SERVED,
    ),
)
