"""One small sample city, generated and drawn once for all tests of this folder."""

from pathlib import Path

import pandas as pd
import pytest

from lakehouse.sample import Manifest, generate
from lakehouse.sample.city import City, build_city
from lakehouse.sample.food import SOURCES
from lakehouse.sample.measure import all_visits
from lakehouse.sample.premises import premises
from tests.sample.whole import whole

SEED, SCALE = 7, 0.2


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample_city") / "city"


@pytest.fixture(scope="session")
def manifest(folder: Path) -> Manifest:
    return generate(folder, SEED, SCALE, only=("food", "sanitation", "burglary", "weather"))


@pytest.fixture(scope="session")
def city() -> City:
    return build_city(SEED, SCALE)


@pytest.fixture(scope="session")
def known(city: City) -> pd.DataFrame:
    """All premises of the city, by licence."""
    return pd.concat([premises(city, a) for a in city.areas]).set_index("licence_no", drop=False)


@pytest.fixture(scope="session")
def visit(city: City) -> pd.DataFrame:
    return all_visits(city)


@pytest.fixture(scope="session")
def food(city: City) -> dict[str, pd.DataFrame]:
    """All that the food source draws, by name."""
    return whole(SOURCES[0], city)
