"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.food import food_premises, food_premises_trials

__all__ = ["food_premises", "food_premises_trials"]
