"""How every candidate did on windows it had not seen, beside the plainest ones."""

from functools import reduce

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(
    optional=[
        risk.food_premises_trials,
        risk.intersection_crash_trials,
        risk.hospital_load_trials,
        *(risk.visits_ahead_trials, risk.admissions_ahead_trials),
        risk.covid_admissions_ahead_trials,
        risk.west_nile_trials,
        risk.beach_trials,
        risk.air_station_trials,
        risk.building_fire_trials,
        risk.incident_surface_trials,
        *(risk.crash_hour_trials, risk.speed_ahead_trials),
        risk.speed_within_the_hour_trials,
    ],
    writes=published.how_good_are_the_models,
)
def how_good_are_the_models(
    food_premises_trials: DataFrame,
    intersection_crash_trials: DataFrame,
    hospital_load_trials: DataFrame,
    visits_ahead_trials: DataFrame,
    admissions_ahead_trials: DataFrame,
    covid_admissions_ahead_trials: DataFrame,
    west_nile_trials: DataFrame,
    beach_trials: DataFrame,
    air_station_trials: DataFrame,
    building_fire_trials: DataFrame,
    incident_surface_trials: DataFrame,
    crash_hour_trials: DataFrame,
    speed_ahead_trials: DataFrame,
    speed_within_the_hour_trials: DataFrame,
) -> DataFrame:
    """The trials of all questions that the city asks, one below the other."""
    columns = published.how_good_are_the_models.column_names
    each = (
        *(food_premises_trials, intersection_crash_trials, hospital_load_trials),
        *(visits_ahead_trials, admissions_ahead_trials, covid_admissions_ahead_trials),
        *(west_nile_trials, beach_trials, air_station_trials),
        *(building_fire_trials, incident_surface_trials),
        *(crash_hour_trials, speed_ahead_trials, speed_within_the_hour_trials),
    )
    return reduce(DataFrame.unionByName, (trials.select(*columns) for trials in each))
