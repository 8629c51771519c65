"""What came of earlier lists of counts is held to what decided when their model was judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jobs.risk.intersection_crash import intersection_crash

pytestmark = pytest.mark.filterwarnings("ignore")  # MLflow's own, while it is imported
PLACES = 3000


class Kept:
    """A lake that keeps one list of a year ago and the trials of the model that made it."""

    def __init__(self, told: pd.DataFrame, listed: pd.DataFrame) -> None:
        self.tables = {intersection_crash.trials.name: told, intersection_crash.writes.name: listed}

    def version(self, table: Any) -> int:
        return 0

    def frame(self, table: Any, version: int) -> pd.DataFrame:
        return self.tables[table.name]


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
    lake: Any = Kept(trials, listed)
    asked = replace(intersection_crash, months=12)
    (row,) = performance(lake, asked, final, past, {"as_of": date(2024, 1, 1)})
    assert row["says"] == says and row["promised"] == 0.15
    assert row["measure"] == "capture_first_5_percent" and row["cases"] == PLACES
    assert (row["alert"] is not None) == (says != "as promised")
