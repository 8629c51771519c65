"""Postal codes and the areas they stand for."""

from lakehouse.declare import Column, Table
from lakehouse.tables.few import WITHHELD
from lakehouse.tables.shared import KNOWN_AT

UNALLOCATED = "unallocated"

zip_area = Table(
    "city.zip_area",
    "One row per postal code that any department writes, with the community area that most "
    "located addresses with it lie in. A code that crosses areas stands for none of them.",
    key=("zip",),
    owner="Data office",
    columns=(
        Column("zip", "string", "Postal code as delivered, or unknown."),
        Column(
            "community_area",
            "string",
            "The area it stands for; missing unless it is matched.",
            rule="(community_area is not null) = (outcome = 'matched')",
        ),
        Column(
            "outcome",
            "string",
            "matched: nine of ten addresses lie in one area. ambiguous: they do not. unmatched: "
            "no address with it was located.",
            rule="outcome in ('matched', 'ambiguous', 'unmatched')",
            required=True,
        ),
        Column("largest", "string", "The area that most of its addresses lie in."),
        Column("share", "double", "Their share of its addresses.", rule="share between 0 and 1"),
        Column("addresses", "int", "Different located places with it.", required=True),
        Column(
            "reports",
            "int",
            "Rows that say where something was by this code alone: weekly counts of COVID-19.",
            required=True,
        ),
    ),
)

zip_share = Table(
    "city.zip_share",
    "One row per postal code and community area: what share of its located addresses lies there.",
    key=("zip", "community_area"),
    owner="Data office",
    columns=(
        Column("zip", "string", "Postal code as delivered."),
        Column(
            "community_area",
            "string",
            f"The area; {UNALLOCATED} for addresses outside every area, or without coordinates.",
        ),
        Column("addresses", "int", "Different places with the code that lie there.", required=True),
        Column(
            "share",
            "double",
            "Their share of its located addresses; missing for those that are not.",
            rule="share between 0 and 1",
        ),
    ),
)

area_covid_week = Table(
    "city.area_covid_week",
    "One row per week and community area: COVID-19 cases, estimated from those of postal codes "
    "by where the codes' addresses lie.",
    key=("week_starts_on", "community_area"),
    happened_at="week_ends_on",
    known_at="known_at",
    owner="Data office",
    columns=(
        Column("week_starts_on", "date", "First day of the week."),
        Column("week_ends_on", "date", "Last day of the week.", required=True),
        Column(
            "community_area",
            "string",
            f"The area; {UNALLOCATED} for codes of which no address was located.",
        ),
        Column(
            "cases",
            "double",
            "An estimate, not a count: cases of each code times the share of its addresses that "
            f"lies in the area. Missing where {WITHHELD}.",
            rule="cases >= 0",
        ),
        Column("withheld", "boolean", "Whether the number is not told.", required=True),
        Column(
            "city_cases",
            "int",
            "Cases of all codes in the week: the sum of the rows, those not told included.",
            required=True,
        ),
        KNOWN_AT,
    ),
)
