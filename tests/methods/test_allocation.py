"""The best choice under a budget is that of an outside solver, and says when there is none."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.methods.allocation import NOBODY, allocated, down_the_list
from lakehouse.methods.capacity_curve import capacity_curve
from tests.examples import examples
from tests.shared_data import shared

SITES = pd.DataFrame(
    {"benefit": [10.0, 7, 6, 1], "hours": [5.0, 3, 2, 1], "where": ["east", "east", "east", "west"]}
)


def test_the_optimum_is_that_of_an_outside_solver() -> None:
    folder = shared("reference", "composite")
    told = json.loads((folder / "knapsack_expected.json").read_text("utf-8"))
    sites = pd.read_csv(folder / "knapsack_input.csv", index_col="id")
    budget = {"cost": told["budget"]}
    made = allocated(sites["benefit"], sites[["cost"]], budget)
    assert made.benefit == pytest.approx(told["optimal_value"], abs=1e-9)
    assert made.taken[made.taken].index.tolist() == told["optimal_sites"]
    assert made.ranked == pytest.approx(told["rank_by_benefit_value"], abs=1e-9)
    greedy = down_the_list(sites["benefit"] / sites["cost"], sites[["cost"]], budget)
    assert sites["benefit"][greedy].sum() == pytest.approx(told["greedy_ratio_value"], abs=1e-9)
    assert made.benefit <= made.most and made.used["cost"] <= told["budget"]


def test_a_choice_beats_the_list_by_hand() -> None:
    made = allocated(SITES["benefit"], SITES[["hours"]], {"hours": 5})
    assert made.taken.tolist() == [False, True, True, False]
    assert (made.benefit, made.ranked, made.gain) == (13, 10, 3)
    assert 2 <= made.price["hours"] <= 7 / 3


def test_each_resource_has_its_limit() -> None:
    cost = SITES[["hours"]].assign(crews=1)
    assert allocated(SITES["benefit"], cost, {"hours": 5, "crews": 1}).benefit == 10


def test_a_floor_is_kept_and_its_price_is_seen() -> None:
    held = allocated(SITES["benefit"], SITES[["hours"]], {"hours": 5}, SITES["where"], {"west": 1})
    assert held.taken.tolist() == [False, True, False, True]
    assert held.benefit == 8 and held.gain == -2 and held.why == ""


@pytest.mark.parametrize(
    ("floor", "hours", "says"),
    [
        ({"west": 2}, 5, "2 of west are to be taken at least, but only 1 are candidates."),
        ({"west": 1, "east": 2}, 5, "The floors need 6 of hours at the least, and 5 are there."),
    ],
)
def test_what_cannot_be_met_is_said(floor: dict[str, int], hours: float, says: str) -> None:
    made = allocated(SITES["benefit"], SITES[["hours"]], {"hours": hours}, SITES["where"], floor)
    assert made.why == says and not made.taken.any() and made.benefit == made.ranked == 0


def test_resources_that_fit_alone_but_not_together_are_said() -> None:
    cost = pd.DataFrame({"hours": [1.0, 9], "crews": [9.0, 1]})
    made = allocated(
        pd.Series([1.0, 1]), cost, {"hours": 2, "crews": 2}, pd.Series(["x", "x"]), {"x": 1}
    )
    assert made.why.startswith("The floors fit each resource alone")


def test_nobody_to_choose_from_is_said() -> None:
    none = SITES[:0]
    assert allocated(none["benefit"], none[["hours"]], {"hours": 1}).why == NOBODY


def test_each_capacity_has_its_gain() -> None:
    made = capacity_curve(SITES["benefit"], SITES["hours"], [0, 5, 11])
    assert made["benefit"].tolist() == [0, 13, 24] and made["gain"].tolist() == [0, 3, 0]
    assert made["taken"].tolist() == [0, 2, 4] and (made["why"] == "").all()


@settings(max_examples=examples(25), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7),
    st.integers(0, 25),
)
def test_no_choice_is_better(sites: list[tuple[int, int]], hours: int) -> None:
    benefit, cost = (pd.Series(x, dtype=float) for x in zip(*sites, strict=True))
    made = allocated(benefit, cost.to_frame("hours"), {"hours": hours})
    all_choices = np.array(list(product([0, 1], repeat=len(sites))))
    fits = all_choices @ cost <= hours
    assert made.benefit == (all_choices @ benefit)[fits].max() <= made.most + 1e-9
    assert made.gain >= 0 and made.used["hours"] <= hours


def test_unknown_numbers_are_refused() -> None:
    with pytest.raises(PlanError, match="missing for crews, hours"):
        allocated(SITES["benefit"], SITES[["hours"]], {"crews": 1})
    with pytest.raises(PlanError, match="missing or below zero"):
        allocated(-SITES["benefit"], SITES[["hours"]], {"hours": 1})
    with pytest.raises(PlanError, match="missing or below zero"):
        allocated(SITES["benefit"], SITES[["hours"]], {"hours": -1})
