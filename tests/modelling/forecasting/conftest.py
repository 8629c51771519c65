"""Daily series whose truth is known: a quiet level, a wave after it, a weekday and chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.candidates import (
    Blend,
    Candidate,
    DampedTrend,
    Returning,
    RidgeGrowth,
    WeekAverage,
    WeekdayNaive,
)

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def draw_series(
    days: int = 160, *, level: float = 400, wave: float = 0.0, rises: int = 110, seed: int = 0
) -> np.ndarray:
    """Counts around ``level``; from day ``rises`` on growing up to ``wave`` per day, then not."""
    rng, day = np.random.default_rng(seed), np.arange(days)
    growth = wave * np.clip((day - rises) / 14, 0, 1) * (day < rises + 35)
    log = np.log(level) + np.cumsum(growth) + 0.04 * np.sin(2 * np.pi * day / 7)
    return np.round(np.exp(log + 0.06 * rng.normal(size=days)))


def rows_of(series: dict[str, np.ndarray]) -> pd.DataFrame:
    """The series as rows: name, day, value, known_at a day later."""
    parts = []
    for name, values in series.items():
        days = pd.date_range("2020-03-01", periods=len(values))
        parts.append(pd.DataFrame({"name": name, "day": days, "value": values}))
    made = pd.concat(parts, ignore_index=True).dropna(subset="value")
    return made.assign(known_at=made["day"] + pd.Timedelta(days=1))


def candidates() -> dict[str, Candidate]:
    one, two = DampedTrend(over=7, doubt=4), DampedTrend(over=14, doubt=2)
    return {
        "naive": WeekdayNaive(),
        "naive, recent": WeekdayNaive(bands=Bands(half_life=28)),
        "average": WeekAverage(),
        "one week": one,
        "two weeks": two,
        "ridge": RidgeGrowth(),
        "back": Returning(),
        "both": Blend((one, two), (1, 1)),
    }


@pytest.fixture(params=list(candidates()))
def candidate(request: pytest.FixtureRequest) -> Candidate:
    return candidates()[request.param]
