"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.food import food_premises, food_premises_trials
from lakehouse.tables.risk.medical_load import hospital_load, hospital_load_trials

__all__ = [
    "food_premises",
    "food_premises_trials",
    "hospital_load",
    "hospital_load_trials",
]
