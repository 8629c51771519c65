"""All sources of the sample city, in the order in which they are drawn."""

from lakehouse.sample import food, police, services, weather_office
from lakehouse.sample.source import Source

SOURCES: tuple[Source, ...] = (
    *food.SOURCES,
    *services.SOURCES,
    *police.SOURCES,
    *weather_office.SOURCES,
)
