"""The manual's sample road has the crashes that were worked out for it."""

from __future__ import annotations

import json
from math import prod

import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.rural_two_lane import (
    base_crashes,
    dispersion,
    driveway_factor,
    grade_factor,
    lane_factor,
    roadside_factor,
    shoulder_factor,
)
from tests.shared_data import shared


def test_the_sample_problem() -> None:
    folder = shared("reference", "traffic")
    told = json.loads((folder / "hsm_rural_two_lane_expected.json").read_text("utf-8"))
    sample = told["sample_problem_1"]
    factors = {
        "lane": lane_factor(10, 10_000),
        "shoulder": shoulder_factor(4, "gravel", 10_000),
        "driveway": driveway_factor(6, 10_000),
        "rhr": roadside_factor(4),
        "grade": grade_factor(2),
    }
    assert base_crashes(10_000, 1.5) == pytest.approx(sample["N_spf"], abs=1e-9)
    assert factors == pytest.approx(sample["cmfs"], abs=1e-9)
    predicted = base_crashes(10_000, 1.5) * prod(factors.values()) * 1.1
    assert predicted == pytest.approx(sample["N_predicted"], abs=1e-9)
    assert dispersion(1.5) == pytest.approx(sample["k"], abs=1e-12)


@pytest.mark.parametrize("aadt", [100, 1_000, 30_000])
def test_base_conditions_change_nothing(aadt: float) -> None:
    assert lane_factor(12, aadt) == 1
    assert shoulder_factor(6, "paved", aadt) == 1
    assert driveway_factor(5, aadt) == driveway_factor(0, aadt) == 1
    assert roadside_factor(3) == pytest.approx(1, abs=1e-4)
    assert grade_factor(0) == 1


def test_narrow_is_worse_and_wide_is_better() -> None:
    lanes = [lane_factor(feet, 3_000) for feet in (9, 9.5, 10, 11, 12)]
    shoulders = [shoulder_factor(feet, "turf", 3_000) for feet in (0, 2, 4, 6, 8)]
    assert lanes == sorted(lanes, reverse=True)
    assert shoulders[0] > shoulders[1] > shoulders[2]


@pytest.mark.parametrize(("aadt", "miles"), [(0, 1), (1_000, 0), (float("nan"), 1)])
def test_no_traffic_or_length_is_refused(aadt: float, miles: float) -> None:
    with pytest.raises(PlanError, match="no predicted crashes"):
        base_crashes(aadt, miles)


def test_an_unknown_shoulder_is_refused() -> None:
    with pytest.raises(PlanError, match="composite"):
        shoulder_factor(4, "grass", 1_000)
