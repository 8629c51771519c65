"""One city's people and safety departments, drawn once for all tests of this folder."""

from dataclasses import dataclass

import pandas as pd
import pytest

from lakehouse.sample import (
    ambulance,
    fire,
    harm,
    police_incidents,
    population,
    service_requests,
)
from lakehouse.sample.city import City, build_city

DEPARTMENTS = (population, fire, ambulance, police_incidents, service_requests, harm)


@dataclass(frozen=True)
class Drawn:
    """The plan, and all frames: `of["fire"]["fire_incidents"]`, truth included.

    Deliveries have their delivered columns and no others.
    """

    city: City
    of: dict[str, dict[str, pd.DataFrame]]


def drawn(seed: int, scale: float = 1.0) -> Drawn:
    city = build_city(seed, scale)
    of = {}
    for source in (s for department in DEPARTMENTS for s in department.SOURCES):
        parts = [source.draw(city)] if source.once else [source.draw(city, a) for a in city.areas]
        every = {k: pd.concat([p[k] for p in parts], ignore_index=True) for k in parts[0]}
        shown = {d.name: every[d.name][d.header] for d in source.deliveries}
        of[source.name] = every | shown
    return Drawn(city, of)


@pytest.fixture(scope="session", params=[11])
def made(request: pytest.FixtureRequest) -> Drawn:
    return drawn(request.param)
