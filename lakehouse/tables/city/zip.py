"""Postal codes and the areas they stand for."""

from lakehouse.declare import Column, Table

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
