"""PAI and PEI of a ranked window are those of the given grid, and draws are of whole places."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.hit_rate import hit_rate
from lakehouse.modelling.area_tally import area_tally
from lakehouse.modelling.tally import top_name
from tests.shared_data import shared

EXPECTED = ("expected", "expected_low", "expected_high")


def window(risk: np.ndarray, events: np.ndarray) -> pd.DataFrame:
    rows = pd.DataFrame({"score": risk.ravel(), "outcome": events.ravel()})
    return rows.assign(**dict.fromkeys(EXPECTED, np.nan))


def test_they_are_those_of_the_grid() -> None:
    folder = shared("reference", "safety")
    risk = pd.read_csv(folder / "pai_grid_risk.csv", header=None).to_numpy()
    events = pd.read_csv(folder / "pai_grid_test_counts.csv", header=None).to_numpy()
    for row in json.loads((folder / "pai_pei_expected.json").read_text("utf-8")):
        top = row["coverage_pct"] / 100
        made = area_tally(window(risk, events), (top,))
        for name, value in (("pai", row["PAI"]), ("pei", row["PEI"])):
            hits, of = made[f"{name}_{top_name(top)}"]
            assert hits[0] == row["hits"] and hits[0] / of[0] == pytest.approx(value)


def test_equal_scores_share_their_events_as_on_a_map() -> None:
    rng = np.random.default_rng(2)
    risk, events = rng.integers(0, 5, 200).astype(float), rng.poisson(0.7, 200)
    made = area_tally(window(risk, events), (0.05,))
    told = hit_rate(risk, events, 0.05)
    assert made["pai_first_5_percent"][0][0] == pytest.approx(told.hits)
    pei = made["pei_first_5_percent"]
    assert pei[0][0] / pei[1][0] == pytest.approx(told.pei)


def test_a_place_drawn_twice_is_two_places() -> None:
    rows = window(np.array([3.0, 2, 1, 0]), np.array([5, 1, 0, 0]))
    twice = np.array([[1, 1, 1, 1], [2, 0, 1, 1]])
    made = area_tally(rows, (0.5,), twice)["pai_first_50_percent"]
    assert list(made[0]) == [6, 10] and list(made[1]) == [3, 5]
