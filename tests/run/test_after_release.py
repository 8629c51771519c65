"""What came of earlier lists of counts and of forecasts is held to what was promised of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jobs.risk.hospital_load import hospital_load
from jobs.risk.intersection_crash import intersection_crash

pytestmark = pytest.mark.filterwarnings("ignore")  # MLflow's own, while it is imported
PLACES = 3000


class Kept:
    """A lake that keeps each table, by its last name, in one version."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = tables

    def version(self, table: Any) -> int:
        return 0

    def frame(self, table: Any, version: int) -> pd.DataFrame:
        return self.tables[table.last]


@pytest.mark.parametrize(
    ("follows", "says"), [(True, "as promised"), (False, "worse than promised")]
)
def test_a_list_of_counts_that_finds_too_little_is_worse_than_promised(
    follows: bool, says: str
) -> None:
    from lakehouse.run.answers.after_release import performance

    rng, day = np.random.default_rng(4), date(2023, 1, 1)
    expected = 0.3 * np.exp(rng.normal(size=PLACES) - 0.5)
    came = rng.poisson(expected if follows else rng.permutation(expected))
    trials = pd.DataFrame(
        {
            "window": "all",
            "measure": ["capture_first_5_percent", "regret"],
            "chosen": True,
            "low": [0.15, np.nan],
            "model_version": "4",
        }
    )
    listed = pd.DataFrame(
        {"intersection_id": range(PLACES), "as_of": day, "expected": expected, "model_version": "4"}
    )
    past = pd.DataFrame({"intersection_id": range(PLACES), "happened_on": day, "outcome": came})
    final: Any = SimpleNamespace(gives=("expected",))
    lake: Any = Kept(intersection_crash_trials=trials, intersection_crash=listed)
    asked = replace(intersection_crash, months=12)
    (row,) = performance(lake, asked, final, past, {"as_of": date(2024, 1, 1)})
    assert row["says"] == says and row["promised"] == 0.15
    assert row["measure"] == "capture_first_5_percent" and row["cases"] == PLACES
    assert (row["alert"] is not None) == (says != "as promised")


def beds(days: int = 60) -> pd.DataFrame:
    """Beds in use, as a forecast's history."""
    rng = np.random.default_rng(6)
    day = pd.date_range("2024-01-01", periods=days)
    rows = pd.DataFrame({"day": day, "value": 400 + 20 * rng.normal(size=days)})
    named = {"resource": "icu_bed", "stratum": "all", "hospital_id": "Total"}
    return rows.assign(series="icu_bed all", **named)


@pytest.mark.parametrize(
    ("off_by", "half", "says"),
    [(0, 60, "as promised"), (120, 150, "worse than promised"), (0, 3, "chances off")],
)
def test_a_forecast_is_held_to_the_naive_one_and_to_its_band(
    off_by: float, half: float, says: str
) -> None:
    from lakehouse.run.answers.after_forecast import performance

    history, ahead = beds(), beds().tail(14)
    steps = {"q05": -1, "q25": -0.4, "q50": 0, "q75": 0.4, "q95": 1}
    own = {name: 400 + off_by + step * half for name, step in steps.items()}
    naive = {f"naive_{name}": 400 + 25 + step * 70 for name, step in steps.items()}
    said = ahead.drop(columns=["value", "series"]).assign(**own, **naive, model_version="2")
    said["day"], said["as_of"] = said["day"].dt.date, date(2024, 2, 16)
    lake: Any = Kept(hospital_load=said)
    (row,) = performance(lake, hospital_load, history, {"as_of": date(2024, 3, 1)})
    assert row["says"] == says and row["cases"] == 14 and row["version"] == "2"
    assert (row["alert"] is not None) == (says != "as promised")
    early = history[history["day"] < "2024-02-20"]
    (row,) = performance(lake, hospital_load, early, {"as_of": date(2024, 2, 20)})
    assert row["says"] == "too few to tell" and row["cases"] == 4 and row["alert"] is None


def test_a_series_that_grows_unlike_before_has_drifted() -> None:
    from lakehouse.modelling.forecasting.after_release import series_drift

    rng, day = np.random.default_rng(7), np.arange(300)
    steady = 400 * np.exp(0.05 * rng.normal(size=300))
    rising = steady * np.exp(0.06 * np.clip(day - 272, 0, None))
    values = pd.DataFrame({"steady": steady, "rising": rising})
    told = {row["feature"]: row for row in series_drift(values)}
    assert told["weekly growth of rising"]["says"] == "drifted"
    assert "train again" in told["weekly growth of rising"]["alert"]
    assert told["weekly growth of steady"]["alert"] is None
