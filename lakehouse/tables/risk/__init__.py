"""Questions about the future: what is likely, for whom, and how the candidates did before."""

from lakehouse.tables.risk.area import area_composite, area_indicator
from lakehouse.tables.risk.area_illness import area_case, area_case_year, area_excess_risk
from lakehouse.tables.risk.arrivals import (
    admissions_ahead,
    admissions_ahead_trials,
    covid_admissions_ahead,
    covid_admissions_ahead_trials,
    visits_ahead,
    visits_ahead_trials,
)
from lakehouse.tables.risk.clusters import health_cluster
from lakehouse.tables.risk.crash_hours import crash_hour, crash_hour_trials
from lakehouse.tables.risk.environment import (
    air_station,
    air_station_trials,
    beach,
    beach_trials,
    west_nile,
    west_nile_trials,
)
from lakehouse.tables.risk.fire import building_fire, building_fire_trials
from lakehouse.tables.risk.food import food_premises, food_premises_trials
from lakehouse.tables.risk.heat import heat_and_deaths
from lakehouse.tables.risk.hot_spot import crash_hot_spot
from lakehouse.tables.risk.incidents import (
    incident_surface,
    incident_surface_trials,
    near_repeat,
)
from lakehouse.tables.risk.laboratory import (
    lab_nowcast,
    lab_nowcast_accuracy,
    reproduction_number,
    visit_nowcast,
    visit_nowcast_accuracy,
)
from lakehouse.tables.risk.medical_load import hospital_load, hospital_load_trials
from lakehouse.tables.risk.medical_signals import (
    covid_admission_alert,
    covid_admission_signal,
    covid_admission_week_alert,
    covid_admission_week_signal,
    covid_count_alert,
    covid_count_signal,
    covid_zip_alert,
    covid_zip_signal,
    death_alert,
    death_cause_alert,
    death_cause_signal,
    death_signal,
    emergency_alert,
    emergency_signal,
    lab_alert,
    lab_signal,
)
from lakehouse.tables.risk.service_signals import (
    call_signal,
    request_signal,
    sanitation_signal,
)
from lakehouse.tables.risk.speeds import (
    speed_ahead,
    speed_ahead_trials,
    speed_within_the_hour,
    speed_within_the_hour_trials,
)
from lakehouse.tables.risk.street import street_function, street_peak, street_screening
from lakehouse.tables.risk.traffic import intersection_crash, intersection_crash_trials

__all__ = [
    "admissions_ahead",
    "admissions_ahead_trials",
    "air_station",
    "air_station_trials",
    "area_case",
    "area_case_year",
    "area_composite",
    "area_excess_risk",
    "area_indicator",
    "beach",
    "beach_trials",
    "building_fire",
    "building_fire_trials",
    "call_signal",
    "covid_admission_alert",
    "covid_admission_signal",
    "covid_admission_week_alert",
    "covid_admission_week_signal",
    "covid_admissions_ahead",
    "covid_admissions_ahead_trials",
    "covid_count_alert",
    "covid_count_signal",
    "covid_zip_alert",
    "covid_zip_signal",
    "crash_hot_spot",
    "crash_hour",
    "crash_hour_trials",
    "death_alert",
    "death_cause_alert",
    "death_cause_signal",
    "death_signal",
    "emergency_alert",
    "emergency_signal",
    "food_premises",
    "food_premises_trials",
    "health_cluster",
    "heat_and_deaths",
    "hospital_load",
    "hospital_load_trials",
    "incident_surface",
    "incident_surface_trials",
    "intersection_crash",
    "intersection_crash_trials",
    "lab_alert",
    "lab_nowcast",
    "lab_nowcast_accuracy",
    "lab_signal",
    "near_repeat",
    "reproduction_number",
    "request_signal",
    "sanitation_signal",
    "speed_ahead",
    "speed_ahead_trials",
    "speed_within_the_hour",
    "speed_within_the_hour_trials",
    "street_function",
    "street_peak",
    "street_screening",
    "visit_nowcast",
    "visit_nowcast_accuracy",
    "visits_ahead",
    "visits_ahead_trials",
    "west_nile",
    "west_nile_trials",
]
