"""Travel-time indices are those an outside program computed."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.reliability import reliability
from tests.shared_data import shared

NAMES = {
    "mean": "mean",
    "p15_freeflow": "free_flow",
    "p50": "median",
    "p80": "p80",
    "p95": "p95",
    "TTI": "travel_time_index",
    "PTI": "planning_time_index",
    "buffer_index": "buffer_index",
    "buffer_index_median": "buffer_index_median",
    "LOTTR": "lottr",
    "TTTR": "tttr",
    "misery": "misery_index",
}


def test_indices_are_those_of_an_outside_program() -> None:
    folder = shared("reference", "traffic")
    told = json.loads((folder / "travel_time_reliability_expected.json").read_text("utf-8"))
    made = reliability(pd.read_csv(folder / "travel_times_input.csv")["tt"])
    for theirs, ours in NAMES.items():
        assert getattr(made, ours) == pytest.approx(told[theirs], abs=1e-9), ours
    assert made.times == 1000 and made.is_reliable


def test_a_road_that_never_varies_is_reliable_and_one_that_jams_is_not() -> None:
    flat = reliability([60.0] * 5)
    assert flat.travel_time_index == flat.lottr == 1 and flat.buffer_index == 0
    assert not reliability([60.0] * 6 + [100.0] * 4).is_reliable


def test_free_flow_may_be_given() -> None:
    assert reliability([60.0, 90.0], free_flow=50).travel_time_index == 1.5


@pytest.mark.parametrize("times", [[], [60.0, 0.0], [60.0, float("nan")]])
def test_what_is_no_travel_time_is_refused(times: list[float]) -> None:
    with pytest.raises(PlanError, match="travel times"):
        reliability(times)
