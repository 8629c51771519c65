"""The city's risk by area: what each indicator says, and all of them put together."""

from lakehouse.declare import Column, Table
from lakehouse.tables.city.area import AREA

AREA_KIND = Column(
    "area_kind",
    "string",
    "community_area or police_district.",
    rule="area_kind in ('community_area', 'police_district')",
)
# Counts of patients or frail residents below this are not told, nor is anything made of them.
FEW = 10
PARTS = {
    "traffic": "Traffic: the mean of its indicators as shares of the city's mean; 100 is usual.",
    "medical": "Medical: as traffic.",
    "safety": "Safety: as traffic.",
    "exposure": "How many people live there; 100 is the mean of the areas.",
    "vulnerability": "How many of them are under 5 or over 64 years; 100 is the mean of the areas.",
}
DAYS = (
    Column("period_from", "date", "First day that is counted."),
    Column("data_through", "date", "Last day of the indicator that ends first."),
    Column("as_of", "date", "The day it decides for; only what was known before counts."),
)

area_indicator = Table(
    "risk.area_indicator",
    "One row per area and indicator of the city's risk, with its range: 9 times in 10 it holds.",
    key=("area_kind", "area", "indicator"),
    owner="Data office",
    columns=(
        AREA_KIND,
        AREA,
        Column("indicator", "string", "Its name."),
        Column("value", "double", "The indicator in its own unit; more is more risk."),
        Column("value_low", "double", "Low end of its range; missing where nobody can say."),
        Column("value_high", "double", "High end of its range."),
        Column(
            "withheld",
            "boolean",
            "Whether fewer than 10 were counted: one number stands for all such counts.",
            required=True,
        ),
        Column("period_from", "date", "First day counted; missing for what a model expects."),
        Column("data_through", "date", "Last day of its source; missing for who lives there."),
        Column("as_of", "date", "The day it was made for; only what was known before counts."),
    ),
)

COMPOSITE = (
    Column(
        "score",
        "double",
        "Geometric mean of the three domains, exposure and, at half weight, vulnerability; 100 is "
        "usual.",
        rule="score > 0",
    ),
    Column("rank", "int", "Place among the areas, 1 is the highest score."),
    Column(
        "rank_p05",
        "int",
        "Best rank of the range: 9 times in 10 the rank made again lies in it.",
        rule="rank_p05 <= rank",
    ),
    Column("rank_p95", "int", "Worst rank of the range.", rule="rank_p95 >= rank"),
    Column(
        "chance_of_top",
        "double",
        "Share of the rankings made again that put it among the top.",
        rule="chance_of_top between 0 and 1",
    ),
    Column(
        "is_firm",
        "boolean",
        "Ranked among the top, and with a chance of 0.8 or more.",
        rule="not is_firm or chance_of_top >= 0.8",
    ),
    Column("top", "int", "How many areas are called the top: a fifth."),
    Column("of", "int", "How many areas have a rank.", rule="rank <= of"),
    *(Column(name, "double", meaning) for name, meaning in PARTS.items()),
    *(
        Column(
            f"adds_{name}", "double", f"Points that {name} adds; all add up to the score less 100."
        )
        for name in PARTS
    ),
    Column("driver_1", "string", "The indicator that adds most."),
    Column("driver_2", "string", "The indicator that adds next."),
    Column("withheld", "string", "Indicators whose count is withheld here, and not used."),
    Column(
        "why_no_score",
        "string",
        "Why there is no score.",
        rule="(score is null) = (why_no_score is not null)",
    ),
    *DAYS,
)

area_composite = Table(
    "risk.area_composite",
    "One row per area: the city's risk there as one score, how sure its rank is, and its parts.",
    key=("area_kind", "area"),
    owner="Data office",
    columns=(AREA_KIND, AREA, *COMPOSITE),
)
