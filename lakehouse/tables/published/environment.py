"""What the beaches and the mosquito crews are managed from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

LISTED_AT = (*PLACE, COMMUNITY_AREA)

traps_to_treat = Result(
    "published.traps_to_treat",
    "One row per mosquito trap, the most likely to catch West Nile virus in the coming week first; "
    "those without a score last, each with the reason.",
    key=("trap",),
    owner="Health",
    decides="Around which traps the crews treat standing water and spray in the coming week.",
    audience="Vector control, health department",
    refreshed="weekly in the season of mosquitoes",
    columns=(
        *score("rank"),
        Column("trap", "string", "Number of the trap."),
        *score(*CHANCE),
        *LISTED_AT,
        Column("last_caught_on", "date", "Day of the last catch known on the as-of day."),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *STAMP,
    ),
)

beaches_to_close = Result(
    "published.beaches_to_close",
    "One row per beach, the most likely to exceed the limit of E. coli on the as-of day first; "
    "those without a score last, each with the reason.",
    key=("beach",),
    owner="Parks",
    decides="At which beaches swimmers are warned today, before the laboratory has answered.",
    audience="Park district",
    refreshed="daily in the season of bathing",
    columns=(
        *score("rank"),
        Column("beach", "string", "Short name of the beach, which the samples use."),
        Column("names", "string", "Today's names of the beaches that it stands for."),
        *score(*CHANCE),
        *LISTED_AT,
        Column("last_sampled_on", "date", "Day of the last sample known on the as-of day."),
        Column("last_ecoli", "double", "What that sample held, colony-forming units per 100 ml."),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *STAMP,
    ),
)
