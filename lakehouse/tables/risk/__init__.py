"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.environment import beach, beach_trials, west_nile, west_nile_trials
from lakehouse.tables.risk.fire import building_fire, building_fire_trials
from lakehouse.tables.risk.food import food_premises, food_premises_trials
from lakehouse.tables.risk.incidents import (
    incident_surface,
    incident_surface_trials,
    near_repeat,
)
from lakehouse.tables.risk.medical_load import hospital_load, hospital_load_trials
from lakehouse.tables.risk.medical_signals import (
    covid_admission_signal,
    covid_admission_week_signal,
    death_signal,
    emergency_alert,
    emergency_signal,
)
from lakehouse.tables.risk.street import street_screening
from lakehouse.tables.risk.traffic import intersection_crash, intersection_crash_trials

__all__ = [
    "beach",
    "beach_trials",
    "building_fire",
    "building_fire_trials",
    "covid_admission_signal",
    "covid_admission_week_signal",
    "death_signal",
    "emergency_alert",
    "emergency_signal",
    "food_premises",
    "food_premises_trials",
    "hospital_load",
    "hospital_load_trials",
    "incident_surface",
    "incident_surface_trials",
    "intersection_crash",
    "intersection_crash_trials",
    "near_repeat",
    "street_screening",
    "west_nile",
    "west_nile_trials",
]
