"""The ends of what a list with ties may find hold the expected value, and are those of one list."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.measures import capture_at
from lakehouse.modelling.tie_range import tie_range


def test_the_ends_of_one_list_are_those_of_all_its_orders() -> None:
    rng = np.random.default_rng(3)
    rows = pd.DataFrame({"window": 1, "score": rng.integers(0, 4, 60).astype(float)})
    rows["outcome"] = (rng.random(60) < 0.4).astype(int)
    made = tie_range(rows, (7, 0.5))
    for top, places in (("first_7", 7), ("first_50_percent", 30)):
        told = capture_at(rows["score"], rows["outcome"], places)
        assert made[f"capture_{top}_best"] == pytest.approx(told.best)
        assert made[f"capture_{top}_worst"] == pytest.approx(told.worst)


def test_counts_of_equal_score_are_taken_from_either_end() -> None:
    rows = pd.DataFrame({"window": [1, 1, 1, 2], "score": [1.0, 1, 1, 5], "outcome": [4, 0, 1, 5]})
    made = tie_range(rows, (1,))
    assert made == {"capture_first_1_best": 0.9, "capture_first_1_worst": 0.5}
    assert np.isnan(tie_range(rows.assign(outcome=0), (1,))["capture_first_1_best"])


def test_a_contest_tells_both_ends_beside_what_it_expects(
    planted: tuple[pd.DataFrame, Contest],
) -> None:
    told = planted[1].summary.set_index(["candidate", "measure"])["value"]
    for name in planted[1].candidates:
        worst, expected, best = (
            told[name, f"capture_first_10_percent{ending}"] for ending in ("_worst", "", "_best")
        )
        assert worst <= expected <= best
    # Counts of past violations are equal for hundreds, log-odds for nobody.
    spread = {
        name: told[name, "capture_first_10_percent_best"]
        - told[name, "capture_first_10_percent_worst"]
        for name in ("past", "logistic")
    }
    assert spread["past"] > 0.05 > spread["logistic"]
