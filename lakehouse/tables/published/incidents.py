"""What the city's safety team decides from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.city.incidents import CELL, MOST_CORRECTED
from lakehouse.tables.risk.shared import COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

places_needing_help_first = Result(
    "published.places_needing_help_first",
    "One row per square of 500 m, the most incidents expected in the coming month first: light, "
    "repair, presence and help go to places, never to persons.",
    key=("cell",),
    owner="Police",
    decides="Which places get light, repair, presence and help first.",
    audience="The city's safety team",
    refreshed="every month",
    columns=(
        *score("rank"),
        CELL,
        Column("name", "string", "Community area and the square's number."),
        Column(
            "expected",
            "double",
            "Incidents expected in the coming month; those nobody reports are counted in where "
            "reporting_share says how many they are.",
            rule="expected > 0",
        ),
        Column(
            "expected_low",
            "double",
            "Low end: 9 times in 10 the number to come is not below low and not above high.",
            rule="expected_low >= 0",
        ),
        Column(
            "expected_high",
            "double",
            "High end of the same range; each end is corrected by that end of the reporting "
            "share's interval which lies further out.",
            rule="expected_high >= expected_low",
        ),
        Column(
            "expected_reported",
            "double",
            "Incidents expected to be reported, as the model says.",
            rule="expected_reported > 0",
        ),
        Column(
            "reporting_share",
            "double",
            "Share of needs in the community area that anybody reports to the city's service "
            f"line, by which the expected number is divided ({MOST_CORRECTED} times as many at "
            "most); missing where nothing tells it.",
            rule="reporting_share > 0 and reporting_share <= 1",
        ),
        Column("correction", "string", "Whether the numbers are corrected for reporting, and how."),
        Column("last_year", "int", "Reported incidents in the year before.", rule="last_year >= 0"),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *PLACE,
        COMMUNITY_AREA,
        *STAMP,
    ),
)
