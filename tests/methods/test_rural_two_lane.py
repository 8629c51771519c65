"""The manual's sample road has the crashes that were worked out for it."""

from __future__ import annotations

import json
from math import prod

import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.rural_two_lane import (
    base_crashes,
    curve_factor,
    dispersion,
    driveway_factor,
    enforcement_factor,
    grade_factor,
    lane_factor,
    lighting_factor,
    passing_factor,
    roadside_factor,
    rumble_factor,
    shoulder_factor,
    superelevation_factor,
    turn_lane_factor,
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


def test_a_curve_that_is_sharp_short_or_flat_is_worse() -> None:
    # A tenth of a mile at a radius of 1,200 feet, two feet in a hundred short of the design.
    assert curve_factor(0.1, 1_200) == pytest.approx(1.4312, abs=1e-4)
    assert curve_factor(0.1, 1_200, 1) == pytest.approx(1.3538, abs=1e-4)
    assert superelevation_factor(0.02) == pytest.approx(1.06)
    assert superelevation_factor(0.015) == pytest.approx(1.03)
    assert superelevation_factor(0.009) == 1 and superelevation_factor(0.04) > 1.11
    assert curve_factor(1, 50) == curve_factor(1, 100) and curve_factor(5, 90_000, 1) == 1
    with pytest.raises(PlanError, match="has no factor"):
        curve_factor(0.1, 0)


def test_what_makes_a_road_safer_has_the_manuals_factor() -> None:
    assert lighting_factor(True) == pytest.approx(0.9216, abs=1e-4)
    assert turn_lane_factor(10) == pytest.approx(1 - 0.35 * 0.287 / 1.486)
    assert (passing_factor(1), passing_factor(2), rumble_factor(True)) == (0.75, 0.65, 0.94)
    assert enforcement_factor(True) == 0.93
    nothing = (lighting_factor(False), turn_lane_factor(4), turn_lane_factor(9, False))
    assert {*nothing, passing_factor(0), rumble_factor(False), enforcement_factor(False)} == {1.0}
    with pytest.raises(PlanError, match="3 passing lanes"):
        passing_factor(3)


@pytest.mark.parametrize(("aadt", "miles"), [(0, 1), (1_000, 0), (float("nan"), 1)])
def test_no_traffic_or_length_is_refused(aadt: float, miles: float) -> None:
    with pytest.raises(PlanError, match="no predicted crashes"):
        base_crashes(aadt, miles)


def test_an_unknown_shoulder_is_refused() -> None:
    with pytest.raises(PlanError, match="composite"):
        shoulder_factor(4, "grass", 1_000)
