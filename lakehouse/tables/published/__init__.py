"""What managers decide from: each result says which decision it serves and for whom."""

from lakehouse.tables.published.environment import beaches_to_close, traps_to_treat
from lakehouse.tables.published.food import premises_to_inspect_first
from lakehouse.tables.published.trust import how_good_are_the_models, what_the_tables_mean

__all__ = [
    "beaches_to_close",
    "how_good_are_the_models",
    "premises_to_inspect_first",
    "traps_to_treat",
    "what_the_tables_mean",
]
