"""All sources of the sample city, in the order in which they are drawn."""

from lakehouse.sample import (
    air,
    ambulance,
    beaches,
    beds,
    deaths,
    emergency,
    fire,
    food,
    harm,
    hospital,
    laboratory,
    mosquitoes,
    observatory,
    planning,
    police,
    police_incidents,
    population,
    service_requests,
    services,
    transport,
    weather_office,
)
from lakehouse.sample.layout import Delivery
from lakehouse.sample.source import Source

SOURCES: tuple[Source, ...] = (
    *food.SOURCES,
    *services.SOURCES,
    *police.SOURCES,
    *weather_office.SOURCES,
    *population.SOURCES,
    *fire.SOURCES,
    *ambulance.SOURCES,
    *police_incidents.SOURCES,
    *service_requests.SOURCES,
    *harm.SOURCES,
    *planning.SOURCES,
    *transport.SOURCES,
    *observatory.SOURCES,
    *emergency.SOURCES,
    *laboratory.SOURCES,
    *hospital.SOURCES,
    *beds.SOURCES,
    *deaths.SOURCES,
    *air.SOURCES,
    *beaches.SOURCES,
    *mosquitoes.SOURCES,
)

DELIVERIES: dict[str, Delivery] = {d.name: d for s in SOURCES for d in s.deliveries}
