"""The city as a whole: facts joined across departments."""

from lakehouse.tables.city.area import area_boundary, area_day, area_month, area_population
from lakehouse.tables.city.event import event, event_location
from lakehouse.tables.city.food import food_premises, food_visit, food_visit_surroundings
from lakehouse.tables.city.reconciled import crash_count_balance
from lakehouse.tables.city.zip import zip_area

__all__ = [
    "area_boundary",
    "area_day",
    "area_month",
    "area_population",
    "crash_count_balance",
    "event",
    "event_location",
    "food_premises",
    "food_visit",
    "food_visit_surroundings",
    "zip_area",
]
