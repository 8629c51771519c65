"""A small city whose truth is known: what makes an outcome likely is planted."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.learners import BoostedTrees, Candidate, Logistic, RankBy, ShrunkRate
from lakehouse.modelling.windows import Window, as_of_for, windows

FEATURES = ("past_critical", "visits", "heat", "kind", "tobacco", "age")
FIRST, LAST = date(2012, 1, 1), date(2013, 6, 30)
City = Callable[..., tuple[pd.DataFrame, tuple[Window, ...]]]


def draw_city(rows: int, strength: float, seed: int) -> tuple[pd.DataFrame, tuple[Window, ...]]:
    rng = np.random.default_rng(seed)
    among = windows(FIRST, LAST)
    day = pd.Timestamp(FIRST) + pd.to_timedelta(rng.integers(0, 547, rows), unit="D")
    city = pd.DataFrame({"place": np.arange(rows), "happened_on": day})
    city["as_of"] = as_of_for(city["happened_on"], among)
    city["past_critical"] = rng.poisson(0.4, rows)
    city["visits"] = city["past_critical"] + rng.poisson(3, rows)
    city["heat"] = rng.normal(size=rows)
    city["kind"] = rng.choice(np.array(["Restaurant", "Grocery", None]), rows, p=[0.6, 0.3, 0.1])
    city["tobacco"] = rng.random(rows) < 0.2
    city["age"] = np.where(rng.random(rows) < 0.1, np.nan, rng.gamma(2, 3, rows))
    pull = 0.5 * city["past_critical"] + 1.2 * city["heat"] + 0.6 * (city["kind"] == "Grocery")
    chance = 1 / (1 + np.exp(1.8 - strength * pull))
    city["outcome"] = (rng.random(rows) < chance).astype(int)
    return city.sort_values(["as_of", "happened_on", "place"]).reset_index(drop=True), among


def hold(strength: float, seed: int) -> tuple[pd.DataFrame, Contest]:
    matrix, among = draw_city(3600, strength, seed)
    candidates: dict[str, Candidate] = {
        "past": RankBy("past_critical"),
        "rate": ShrunkRate("past_critical", "visits", 5),
        "logistic": Logistic(),
        "trees": BoostedTrees(trees=30, depth=2, learning_rate=0.1),
    }
    return matrix, contest(
        matrix, FEATURES, candidates, among, train_at_least=2, tops=(0.1, 50), draws=200
    )


@pytest.fixture(scope="session")
def city() -> City:
    return draw_city


@pytest.fixture(scope="session")
def planted() -> tuple[pd.DataFrame, Contest]:
    return hold(1.0, 4)


@pytest.fixture(scope="session")
def noise() -> tuple[pd.DataFrame, Contest]:
    return hold(0.0, 5)


@pytest.fixture(scope="session")
def reference() -> Path:
    beside = Path(__file__).parents[2].parent / "shared" / "reference"
    folder = Path(os.environ.get("CITYLAKE_REFERENCE", beside)) / "validation"
    if not folder.is_dir():
        pytest.skip("the reference answers are not here: set CITYLAKE_REFERENCE to their folder")
    return folder
