"""The city as a whole: facts joined across departments."""

from lakehouse.tables.city.action import list_action
from lakehouse.tables.city.area import (
    area_air_station,
    area_boundary,
    area_day,
    area_month,
    area_population,
)
from lakehouse.tables.city.buildings import building_incident
from lakehouse.tables.city.complaints import sanitation_complaint
from lakehouse.tables.city.event import event, event_location
from lakehouse.tables.city.food import (
    food_premises,
    food_visit,
    food_visit_area,
    food_visit_surroundings,
)
from lakehouse.tables.city.hazard import hazard
from lakehouse.tables.city.incidents import (
    cell,
    reported_incident,
    reporting_share,
    risk_place,
)
from lakehouse.tables.city.laboratory import lab_report_day
from lakehouse.tables.city.outdoors import air_limit_day, airport_day, beach_day, trap_catch
from lakehouse.tables.city.people import area_age_population
from lakehouse.tables.city.reconciled import crash_count_balance
from lakehouse.tables.city.roads import (
    corridor_crash,
    detector_clean,
    intersection,
    site_crash,
    street_site,
    street_traffic,
)
from lakehouse.tables.city.zip import area_covid_week, zip_area, zip_share

__all__ = [
    "air_limit_day",
    "airport_day",
    "area_age_population",
    "area_air_station",
    "area_boundary",
    "area_covid_week",
    "area_day",
    "area_month",
    "area_population",
    "beach_day",
    "building_incident",
    "cell",
    "corridor_crash",
    "crash_count_balance",
    "detector_clean",
    "event",
    "event_location",
    "food_premises",
    "food_visit",
    "food_visit_area",
    "food_visit_surroundings",
    "hazard",
    "intersection",
    "lab_report_day",
    "list_action",
    "reported_incident",
    "reporting_share",
    "risk_place",
    "sanitation_complaint",
    "site_crash",
    "street_site",
    "street_traffic",
    "trap_catch",
    "zip_area",
    "zip_share",
]
