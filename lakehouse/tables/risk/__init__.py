"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.environment import beach, beach_trials, west_nile, west_nile_trials
from lakehouse.tables.risk.food import food_premises, food_premises_trials

__all__ = [
    "beach",
    "beach_trials",
    "food_premises",
    "food_premises_trials",
    "west_nile",
    "west_nile_trials",
]
