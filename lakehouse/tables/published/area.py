"""What each community area looks like to the three domains, side by side."""

from lakehouse.declare import Column, Result
from lakehouse.tables.few import LEAST

area_side_by_side = Result(
    "published.area_side_by_side",
    "One row per community area and measure: the last year that its source reaches, beside the "
    "other measures with their own days. One number is made of them only when their days allow it.",
    key=("community_area", "measure"),
    owner="Data office",
    decides="Which areas several departments look at together.",
    audience="Mayor's office and heads of departments",
    refreshed="with every delivery",
    columns=(
        Column("community_area", "string", "Number of the community area."),
        Column("name", "string", "Its name."),
        Column("population", "int", "People who lived there at the last census known."),
        Column(
            "domain",
            "string",
            "traffic, medical, safety or city services.",
            rule="domain in ('traffic', 'medical', 'safety', 'city services')",
        ),
        Column("measure", "string", "What is counted."),
        Column("meaning", "string", "The measure in words, with its unit."),
        Column("value", "double", "Events in the last 365 days of the source, or the rate given."),
        Column("per_1000", "double", "Events per 1,000 people; missing for a rate given as such."),
        Column(
            "withheld",
            "boolean",
            f"Whether fewer than {LEAST} people were counted, so that no number is told.",
            rule="not withheld or value is null and per_1000 is null and rank is null",
        ),
        Column("rank", "int", "Place among the areas, 1 is the highest rate."),
        Column("of", "int", "How many areas have a rate.", rule="rank <= of"),
        Column("period_from", "date", "First day counted."),
        Column("data_through", "date", "Last day counted: the last that the source reaches."),
        Column("as_of", "date", "The day the table was made for; only what was known before."),
        Column(
            "combined",
            "double",
            "0 to 100: geometric mean over traffic, medical and safety of the mean place of their "
            "measures among the areas, 100 being the first; missing where days do not allow it.",
            rule="combined between 0 and 100",
        ),
        Column(
            "why_not_combined",
            "string",
            "Why there is no combined number.",
            rule="(combined is null) = (why_not_combined is not null)",
        ),
    ),
)
