"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.food import food_premises, food_premises_trials
from lakehouse.tables.risk.traffic import intersection_crash, intersection_crash_trials

__all__ = [
    "food_premises",
    "food_premises_trials",
    "intersection_crash",
    "intersection_crash_trials",
]
