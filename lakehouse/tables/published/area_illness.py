"""What the health department plans prevention by: where people fall ill more often."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.area_illness import AREA, CAUSE, DAYS, RATIO
from lakehouse.tables.risk.shared import score

areas_with_excess_risk = Result(
    "published.areas_with_excess_risk",
    "One row per cause and community area, the most certainly above the city first; those whose "
    "counts are withheld or expected to be small last, each with the reason.",
    key=("cause", "community_area"),
    owner="Health",
    decides="In which areas the health department looks for a reason, and which illness there.",
    audience="Epidemiologists, health department",
    refreshed="every year, four weeks after it has ended",
    withhold_under=LEAST,
    withheld=("cases",),
    counts_over=("period_from", "data_through"),
    columns=(
        *score("rank"),
        Column("name", "string", "The area's name and the cause."),
        AREA,
        CAUSE,
        Column("cases", "int", "Cases of the last whole calendar year.", rule=f"cases >= {LEAST}"),
        *RATIO,
        Column(
            "why_no_score",
            "string",
            "Why it has no place on the list, where it has none.",
            rule="(why_no_score is null) = (rank is not null)",
        ),
        *DAYS,
    ),
)
