"""Ratios and empirical Bayes risks are those of outside programs; poor areas are said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.gamma_risk import NONE, ONE, SAME, clayton_kaldor, negative_binomial_risk
from lakehouse.methods.marshall import ISLAND, NOTHING_AROUND, marshall_global, marshall_local
from lakehouse.methods.small_area import NOTHING, expected_cases, standardised_ratio
from tests.shared_data import shared

NO_EDGES = pd.DataFrame({"i": [], "j": []})
CHAIN = pd.DataFrame({"i": [0, 1, 1, 2], "j": [1, 0, 2, 1]})


@pytest.fixture(scope="module")
def folder() -> Path:
    return shared("reference", "medical")


@pytest.fixture(scope="module")
def scotland(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "scotland_eb_expected.csv").set_index("county.names")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict:
    return json.loads((folder / "spatial_health_expected.json").read_text("utf-8"))["scotland"]


def drawn(n: int = 400, shape: float = 4, seed: int = 1) -> tuple[pd.Series, pd.Series, np.ndarray]:
    """Cases and expected of areas whose true risks are gamma distributed around 1."""
    rng = np.random.default_rng(seed)
    expected, truth = rng.uniform(0.5, 30, n), rng.gamma(shape, 1 / shape, n)
    return pd.Series(rng.poisson(expected * truth)), pd.Series(expected), truth


def test_risks_are_those_of_clayton_and_kaldor(scotland: pd.DataFrame, told: dict) -> None:
    made = clayton_kaldor(scotland["cases"], scotland["expected"])
    np.testing.assert_allclose(made["relative_risk"], scotland["eb_clayton_kaldor"], rtol=1e-5)
    assert made.attrs["shape"] == pytest.approx(told["ck_nu"], rel=1e-5)
    assert made.attrs["rate"] == pytest.approx(told["ck_alpha"], rel=1e-5)


def test_risks_are_those_of_the_negative_binomial(scotland: pd.DataFrame, told: dict) -> None:
    made = negative_binomial_risk(scotland["cases"], scotland["expected"])
    np.testing.assert_allclose(made["relative_risk"], scotland["eb_nb_RR"], rtol=1e-7)
    np.testing.assert_allclose(made["median"], scotland["eb_nb_RRmed"], rtol=1e-7)
    assert made.attrs["shape"] == pytest.approx(told["glmnb"]["theta"], rel=1e-6)
    assert made.attrs["coefficients"] == pytest.approx([told["glmnb"]["intercept"]], rel=1e-6)


def test_covariates_lead_the_prior(scotland: pd.DataFrame, told: dict) -> None:
    made = negative_binomial_risk(scotland["cases"], scotland["expected"], scotland[["AFF"]])
    np.testing.assert_allclose(made["relative_risk"], scotland["eb_covar_RR"], rtol=1e-5)
    assert made.attrs["coefficients"] == pytest.approx(told["eBayesX_beta"], rel=1e-5)
    assert made.attrs["shape"] == pytest.approx(told["eBayesX_alpha"], rel=1e-5)


def test_ratios_are_those_given(scotland: pd.DataFrame) -> None:
    made = standardised_ratio(scotland["cases"], scotland["expected"])
    np.testing.assert_allclose(made["ratio"], scotland["smr"], rtol=1e-12)
    assert (made["shown"] == (scotland["expected"] >= 5)).all()
    assert (made.loc[~made["shown"], "says"] != "").all() and (
        made.loc[made["shown"], "says"] == ""
    ).all()


def test_exact_limits_are_those_of_the_tables() -> None:
    made = standardised_ratio(pd.Series([0.0, 1, 10]), pd.Series([1.0, 1, 1]))
    np.testing.assert_allclose(made["low"], [0, 0.0253, 4.7954], atol=1e-4)
    np.testing.assert_allclose(made["high"], [3.6889, 5.5716, 18.3904], atol=1e-4)


def test_expected_is_what_the_peoples_ages_lead_to() -> None:
    table = pd.DataFrame(
        {
            "area": ["a", "a", "b", "b"],
            "stratum": ["young", "old", "young", "old"],
            "people": [100, 100, 300, 0],
            "cases": [2, 10, 2, 0],
        }
    )
    made = expected_cases(table)
    assert made.to_dict() == pytest.approx({"a": 11.0, "b": 3.0}) and made.sum() == 14
    given = expected_cases(table, pd.Series({"young": 0.1, "old": 0.2}))
    assert given.to_dict() == pytest.approx({"a": 30.0, "b": 30.0})
    with pytest.raises(PlanError, match="2 rows are of a stratum without a rate"):
        expected_cases(table, pd.Series({"young": 0.1}))
    with pytest.raises(PlanError, match="below zero"):
        expected_cases(table.assign(cases=[2, -1, 2, 0]))


def test_marshalls_risk_by_hand() -> None:
    cases, expected = pd.Series([20.0, 2, 8]), pd.Series([10.0, 10, 10])
    made = marshall_global(cases, expected)
    spread = ((2 - 1) ** 2 + (0.2 - 1) ** 2 + (0.8 - 1) ** 2) / 3 - 1 / 10
    weight = spread / (spread + 1 / 10)
    np.testing.assert_allclose(made["weight"], weight)
    np.testing.assert_allclose(made["relative_risk"], 1 + weight * np.array([1, -0.8, -0.2]))
    local = marshall_local(cases, expected, CHAIN)
    np.testing.assert_allclose(local["relative_risk"][1], made["relative_risk"][1])
    spread = 0.9**2 - 1.1 / 10
    assert local["weight"][0] == pytest.approx(spread / (spread + 1.1 / 10))


@pytest.mark.parametrize("method", [clayton_kaldor, negative_binomial_risk, marshall_global])
def test_drawn_together_is_nearer_the_truth(method: object) -> None:
    assert callable(method)
    cases, expected, truth = drawn()
    made = method(cases, expected)
    off = ((made["relative_risk"] - truth) ** 2).mean()
    assert off < 0.6 * ((cases / expected - truth) ** 2).mean()


@pytest.mark.parametrize("method", [clayton_kaldor, negative_binomial_risk])
def test_intervals_and_chances_hold_what_they_promise(method: object) -> None:
    assert callable(method)
    cases, expected, truth = drawn(4000)
    made = method(cases, expected)
    assert 0.93 < ((made["low"] < truth) & (truth < made["high"])).mean() < 0.97
    likely = made["above"] > 0.8
    assert (truth[likely] > 1).mean() == pytest.approx(made.loc[likely, "above"].mean(), abs=0.03)


BAD = {
    "nothing expected in one": ([4.0, 9, 2], [5.0, 0, 8]),
    "nothing expected at all": ([4.0, 9, 2], [0.0, 0, 0]),
    "zeros only": ([0.0, 0, 0], [5.0, 7, 8]),
    "one area": ([4.0], [5.0]),
    "all alike": ([5.0, 7, 8], [5.0, 7, 8]),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize(
    "method", [standardised_ratio, clayton_kaldor, negative_binomial_risk, marshall_global]
)
def test_a_poor_map_has_numbers_and_a_sentence(method: object, name: str) -> None:
    assert callable(method)
    cases, expected = map(pd.Series, BAD[name])
    made = method(cases, expected)
    assert len(made) == len(cases) and not made.isna().any(axis=None)
    empty = expected == 0
    assert (made.loc[empty, "says"] == NOTHING).all() and not made.loc[empty, "shown"].any()
    assert made.loc[~empty, "shown"].all()


def test_what_cannot_be_compared_shares_one_risk() -> None:
    for name, says in {"zeros only": NONE, "one area": ONE, "all alike": SAME}.items():
        for method in (clayton_kaldor, negative_binomial_risk):
            made = method(*map(pd.Series, BAD[name]))
            assert (made["says"] == says).all() and made["relative_risk"].nunique() == 1
    assert made["above"].iloc[0] == pytest.approx(0.5, abs=0.1)


def test_an_area_without_neighbours_keeps_its_ratio() -> None:
    cases, expected = pd.Series([20.0, 2, 8, 6]), pd.Series([10.0, 10, 10, 12])
    made = marshall_local(cases, expected, CHAIN)
    assert made.loc[3, "relative_risk"] == 0.5 and made.loc[3, "says"] == ISLAND
    assert (made.loc[:2, "says"] == "").all()
    lone = marshall_local(cases, pd.Series([10.0, 10, 10, 0]), CHAIN, least=0)
    assert lone.loc[3, "relative_risk"] == 1 and lone.loc[3, "says"] == NOTHING
    assert NOTHING_AROUND not in set(lone["says"])
    assert not marshall_local(cases, expected, NO_EDGES).isna().any(axis=None)


@pytest.mark.parametrize(
    ("cases", "expected", "says"),
    [
        (pd.Series([1.0, np.nan]), pd.Series([1.0, 2.0]), "cases are missing"),
        (pd.Series([1.0, 2.0]), pd.Series([1.0, -2.0]), "expected cases are missing"),
        (pd.Series([1.0, 2.0]), pd.Series([1.0, 2.0], index=[1, 2]), "same areas"),
        (pd.Series([1.0, 2.0], index=[1, 1]), pd.Series([1.0, 2.0], index=[1, 1]), "once"),
        (pd.Series([], dtype=float), pd.Series([], dtype=float), "0 areas"),
    ],
)
def test_what_is_no_map_is_refused(cases: pd.Series, expected: pd.Series, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        clayton_kaldor(cases, expected)


def test_unknown_ends_and_missing_covariates_are_refused() -> None:
    cases, expected = map(pd.Series, BAD["all alike"])
    with pytest.raises(PlanError, match="unknown area"):
        marshall_local(cases, expected, pd.DataFrame({"i": [0], "j": [9]}))
    with pytest.raises(PlanError, match="covariate is missing"):
        negative_binomial_risk(cases, expected, pd.DataFrame({"x": [1.0, np.nan, 2.0]}))
