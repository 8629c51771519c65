"""On the hospitals' own file the published forecast keeps what is asked of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jobs.risk.hospital_load import hospital_load
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.panel import Panel
from tests.shared_data import shared

COLUMNS = {
    "ICU Beds in Use - COVID-19": "icu_bed covid",
    "Acute Non-ICU Beds in Use - COVID-19": "acute_bed covid",
    "Combined Hospital Beds in Use - COVID-19": "hospital_bed covid",
    "ICU Beds in Use - Total": "icu_bed all",
    "Acute Non-ICU Beds in Use - Total": "acute_bed all",
    "Ventilators in Use - Total": "ventilator all",
}
COVID = [name for name in COLUMNS.values() if name.endswith("bed covid")]
TOTAL = [name for name in COLUMNS.values() if name.endswith("all")]


def reported() -> pd.DataFrame:
    """Beds in use, one row per day: the days as the hospitals reported them."""
    file = shared("data", "chicago/health") / "hospital_capacity_daily.csv"
    read = pd.read_csv(file, encoding="utf-8-sig", dtype=str)
    days = pd.to_datetime(read["Date"], format="%m/%d/%Y")
    texts = read[list(COLUMNS)].rename(columns=COLUMNS).set_index(days)
    numbers = texts.apply(lambda c: pd.to_numeric(c.str.replace(",", ""), errors="coerce"))
    return numbers.sort_index().asfreq("D").astype(float)


@pytest.fixture(scope="module", params=["as it was", "run backwards"])
def played(request: pytest.FixtureRequest) -> ForecastContest:
    """The contest on the real days, and on a second wave: the same days backwards after them."""
    values, first = reported(), 35
    if request.param == "run backwards":
        first = len(values)
        both = np.concatenate([values, values[::-1]])
        days = pd.date_range(values.index[0], periods=len(both))
        values = pd.DataFrame(both, index=days, columns=values.columns)
    return forecast_contest(
        Panel(values, values.notna() * 0.0),
        {name: make() for name, make in hospital_load.candidates.items()},
        beside=hospital_load.beside,
        horizon=hospital_load.judged,
        quantiles=hospital_load.quantiles,
        tolerance=hospital_load.tolerance,
        warm_up=first,
        draws=100,
    )


def of_winner(played: ForecastContest, measure: str) -> float:
    found = played.summary.set_index(["candidate", "measure"])["value"]
    return float(found[played.winner, measure])


def test_covid_beds_are_forecast_a_tenth_better_than_by_the_naive(played: ForecastContest) -> None:
    for name in COVID:
        assert of_winner(played, f"pinball_to_naive {name}") <= 0.9, name


def test_all_beds_are_forecast_hardly_worse(played: ForecastContest) -> None:
    for name in TOTAL:
        assert of_winner(played, f"pinball_to_naive {name}") <= 1.02, name


def test_the_bands_hold_what_they_promise(played: ForecastContest) -> None:
    assert 0.8 <= of_winner(played, "coverage_90_percent") <= 0.97
    for name in (*COVID, *TOTAL):
        assert 0.8 <= of_winner(played, f"coverage_90_percent {name}") <= 0.98, name
