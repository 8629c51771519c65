"""One small sample city, generated once for all tests of this folder."""

from pathlib import Path

import pandas as pd
import pytest

from lakehouse.sample import Manifest, generate
from lakehouse.sample.city import City, build_city
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.visits import visits
from lakehouse.sample.weather import daily_weather

SEED, SCALE = 7, 0.2


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample_city")


@pytest.fixture(scope="session")
def manifest(folder: Path) -> Manifest:
    return generate(folder, SEED, SCALE)


@pytest.fixture(scope="session")
def days() -> pd.DataFrame:
    return daily_weather(SEED)


@pytest.fixture(scope="session")
def city() -> City:
    return build_city(SEED, SCALE, Strengths())


@pytest.fixture(scope="session")
def visit(city: City, days: pd.DataFrame) -> pd.DataFrame:
    return visits(city, days)
