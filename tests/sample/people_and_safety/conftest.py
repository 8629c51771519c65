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
from tests.sample.whole import whole

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
        every = whole(source, city)
        shown = {d.name: every[d.name][d.header] for d in source.deliveries}
        of[source.name] = every | shown
    return Drawn(city, of)


@pytest.fixture(scope="session", params=[11])
def made(request: pytest.FixtureRequest) -> Drawn:
    return drawn(request.param)


def placed(city: City, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, each with the `neighbourhood` that it lies in; none on the outermost border."""
    found = rows.assign(neighbourhood=float("nan"))
    for area, cell in city.neighbourhood.iterrows():
        here = found["lat"].between(cell["south"], cell["north"], inclusive="left")
        here &= found["lon"].between(cell["west"], cell["east"], inclusive="left")
        found.loc[here, "neighbourhood"] = area
    return found
