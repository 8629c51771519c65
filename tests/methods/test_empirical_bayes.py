"""Expected crashes, excess and capture are those of the worked examples."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.empirical_bayes import (
    calibration_factor,
    empirical_bayes,
    potential_for_safety_improvement,
    probability_of_excess,
)
from lakehouse.methods.performance_function import performance_function
from lakehouse.modelling.ties import found_in_first, tie_groups
from tests.shared_data import shared


@pytest.fixture(scope="module")
def washington() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The back-test's sites as expected, and as computed from the yearly rows."""
    folder = shared("reference", "traffic")
    rows = pd.read_csv(folder / "washington_roads.csv")
    outside = pd.read_csv(folder / "washington_eb_backtest_expected.csv").set_index("ID")
    made = performance_function(
        rows[rows["Year"] < 2018],
        "Total_crashes",
        logs=["AADT", "Length"],
        columns=["speed50", "ShouldWidth04"],
    )
    rows = rows.join(made.predict(rows)).assign(k=made.dispersion)
    before = rows[rows["Year"] < 2018].groupby("ID")
    sites = before.agg(obs=("Total_crashes", "sum"), mu=("predicted", "sum"), k=("k", "first"))
    after = rows[rows["Year"] == 2018].set_index("ID")
    sites = sites.join(after[["Total_crashes", "predicted"]], how="inner")
    sites = sites.rename(columns={"Total_crashes": "y18", "predicted": "mu18"})
    sites = sites.join(
        empirical_bayes(sites["obs"], sites["mu"], sites["k"]).set_index(sites.index)
    )
    sites["eb18"] = sites["mu18"] * sites["expected"] / sites["mu"]
    return outside, sites.loc[outside.index]


def test_washington_is_as_in_the_worked_example(
    washington: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    outside, ours = washington
    for theirs, name in {"obs": "obs", "mu": "mu", "w": "weight", "eb": "expected"}.items():
        np.testing.assert_allclose(ours[name], outside[theirs], rtol=1e-4)
    psi = potential_for_safety_improvement(ours["expected"], ours["mu"])
    np.testing.assert_allclose(psi, outside["psi"], atol=1e-5)
    np.testing.assert_allclose(ours["eb18"], outside["eb18"], rtol=1e-4)
    np.testing.assert_allclose(ours["variance"], (1 - outside["w"]) * outside["eb"], rtol=1e-4)


def test_washington_errors_and_captures_are_those_published(
    washington: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    outside, ours = washington
    assert np.sqrt(((ours["eb18"] - ours["y18"]) ** 2).mean()) == pytest.approx(0.763217, abs=1e-5)
    ours["eb_psi"] = potential_for_safety_improvement(ours["expected"], ours["mu"])
    ours["crash_rate"] = outside["rate"]
    lists = {"spf": "mu18", "eb": "eb18", "eb_psi": "eb_psi"}
    told = pd.read_csv(shared("reference", "traffic") / "washington_capture_expected.csv")
    for row in told[told["method"].isin(lists)].itertuples():
        groups = tie_groups(ours[lists[row.method]], ours["y18"], counts=True)
        captured = found_in_first(groups, row.sites)[0] / ours["y18"].sum()
        assert captured == pytest.approx(row.captured, abs=1e-9), row


def test_the_manuals_example_of_one_year() -> None:
    folder = shared("reference", "traffic")
    told = json.loads((folder / "hsm_rural_two_lane_expected.json").read_text("utf-8"))
    sample = told["sample_problem_1"]
    made = empirical_bayes([10], [sample["N_predicted"]], sample["k"]).iloc[0]
    assert made["weight"] == pytest.approx(sample["eb_example_obs10_1yr"]["w"], abs=1e-9)
    assert made["expected"] == pytest.approx(sample["eb_example_obs10_1yr"]["expected"], abs=1e-9)


def test_expected_and_excess_are_two_things() -> None:
    made = empirical_bayes([4, 4], [1.0, 6.0], 0.5)
    psi = potential_for_safety_improvement(made["expected"], [1.0, 6.0])
    assert made["expected"][1] > made["expected"][0]
    assert psi[0] > 0 > psi[1]


def test_an_excess_is_likelier_the_more_was_seen() -> None:
    chance = probability_of_excess([0, 2, 5, 20], [2.0] * 4, 0.5)
    assert (np.diff(chance) > 0).all() and chance[0] < 0.2 < 0.99 < chance[-1]
    rng = np.random.default_rng(2)
    means = 2 * rng.gamma(2, 0.5, 400_000)
    seen = rng.poisson(means)
    assert chance[2] == pytest.approx((means[seen == 5] > 2).mean(), abs=0.01)


def test_sites_that_are_all_alike_exceed_nothing() -> None:
    made = empirical_bayes([0, 3], [0.0, 2.0], 0.0)
    assert made["expected"].tolist() == [0.0, 2.0] and made["variance"].tolist() == [0.0, 0.0]
    assert probability_of_excess([0, 3], [0.0, 2.0], 0.0).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("wrong", [float("nan"), -1.0])
def test_a_missing_or_negative_number_is_refused(wrong: float) -> None:
    with pytest.raises(PlanError, match="predicted is missing or negative at 1 sites"):
        empirical_bayes([1, 1], [1.0, wrong], 0.5)
    with pytest.raises(PlanError, match="observed"):
        probability_of_excess([wrong, 1], [1.0, 1.0], 0.5)


def test_calibration_says_when_it_rests_on_little() -> None:
    assert calibration_factor([3] * 50, [2.0] * 50).factor == pytest.approx(1.5)
    assert calibration_factor([3] * 50, [2.0] * 50).says == ""
    assert "only 2 sites with 6 crashes" in calibration_factor([3, 3], [2.0, 2.0]).says
    assert calibration_factor([0, 0], [0.0, 0.0]).factor == 1
