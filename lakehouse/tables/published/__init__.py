"""What managers decide from: each result says which decision it serves and for whom."""

from lakehouse.tables.published.food import premises_to_inspect_first
from lakehouse.tables.published.traffic import intersections_to_make_safer
from lakehouse.tables.published.trust import how_good_are_the_models, what_the_tables_mean

__all__ = [
    "how_good_are_the_models",
    "intersections_to_make_safer",
    "premises_to_inspect_first",
    "what_the_tables_mean",
]
