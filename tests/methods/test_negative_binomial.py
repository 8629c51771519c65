"""Negative-binomial fits are those of an outside program, and bad input is said."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.negative_binomial import (
    Array,
    dispersion_of,
    log_probability,
    negative_binomial,
)
from tests.shared_data import shared


def expected(name: str) -> dict[str, Any]:
    said = json.loads((shared("reference", "traffic") / "negbin_expected.json").read_text("utf-8"))
    found: dict[str, Any] = said[name]
    return found


def given(file: str) -> pd.DataFrame:
    return pd.read_csv(shared("reference", "traffic") / file)


def roads(last: int = 2018) -> tuple[Array, Array]:
    rows = given("washington_roads.csv").query("Year <= @last")
    logs = np.log(rows[["AADT", "Length"]].to_numpy())
    more = rows[["speed50", "ShouldWidth04"]].to_numpy()
    return rows["Total_crashes"].to_numpy(), np.column_stack([np.ones(len(rows)), logs, more])


def quine() -> tuple[Array, Array]:
    rows = given("quine.csv")
    columns = [np.ones(len(rows)), rows["Sex"] == "M"]
    for age in ("F1", "F2", "F3"):
        columns += [(rows["Sex"] == sex) & (rows["Age"] == age) for sex in "FM"]
    columns += [(rows["Sex"] == sex) & (rows["Eth"] == "N") for sex in "FM"]
    columns += [(rows["Sex"] == sex) & (rows["Lrn"] == "SL") for sex in "FM"]
    both = (rows["Eth"] == "N") & (rows["Lrn"] == "SL")
    columns += [(rows["Sex"] == sex) & both for sex in "FM"]
    return rows["Days"].to_numpy(), np.column_stack(columns).astype(float)


def case(name: str) -> tuple[Array, Array, Any]:
    if name == "quine_nested":
        return *quine(), 0.0
    if name == "swedish_limit":
        rows = given("swedish_speed_limit_traffic.csv")
        limit, later = rows["limit"] == "yes", rows["year"] == 1962
        X = np.column_stack([np.ones(len(rows)), limit, later]).astype(float)
        return rows["y"].to_numpy(), X, 0.0
    if name == "washington_offset":
        y, X = roads()
        return y, X[:, :2], X[:, 2]
    return *roads(2017 if name == "washington_train1617" else 2018), 0.0


@pytest.mark.parametrize(
    "name",
    [
        "quine_nested",
        "swedish_limit",
        "washington_full",
        "washington_offset",
        "washington_train1617",
    ],
)
def test_a_fit_is_that_of_an_outside_program(name: str) -> None:
    outside = expected(name)
    made = negative_binomial(*case(name))
    np.testing.assert_allclose(made.coefficients, list(outside["coef"].values()), rtol=1e-4)
    np.testing.assert_allclose(made.errors, list(outside["se"].values()), rtol=1e-4)
    assert made.dispersion == pytest.approx(outside["alpha"], rel=1e-4)
    assert made.log_likelihood == pytest.approx(outside["loglik"], abs=1e-6)


def test_counts_without_more_spread_than_chance_are_poisson() -> None:
    made = negative_binomial(np.full(40, 3), np.ones((40, 1)))
    assert made.dispersion == 0
    assert made.mean(np.ones((1, 1))) == pytest.approx(3)


def test_dispersion_is_found_again() -> None:
    rng = np.random.default_rng(1)
    mean = rng.uniform(0.5, 4, 20_000)
    drawn = rng.poisson(mean * rng.gamma(1 / 0.8, 0.8, len(mean)))
    assert dispersion_of(drawn, mean) == pytest.approx(0.8, rel=0.05)


@pytest.mark.parametrize("k", [0.0, 0.5])
def test_probabilities_add_up(k: float) -> None:
    counts = np.arange(200)
    chance = np.exp(log_probability(counts, np.full(200, 2.5), k))
    assert chance.sum() == pytest.approx(1)
    assert chance @ counts == pytest.approx(2.5)


@pytest.mark.parametrize(
    ("y", "X", "says"),
    [
        ([0, 0, 0], [[1], [1], [1]], "zero"),
        ([1, -1, 0], [[1], [1], [1]], "negative"),
        ([1, float("nan"), 0], [[1], [1], [1]], "missing"),
        ([1, 2, 0], [[1, 2], [1, 2], [1, 2]], "apart"),
    ],
)
def test_what_cannot_be_fitted_is_refused(y: list[float], X: list[list[float]], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        negative_binomial(y, X)


def test_a_count_far_beyond_all_others_is_fitted_to_the_end() -> None:
    drawn = np.random.default_rng(10)
    X = np.column_stack([np.ones(120), drawn.normal(8, 0.9, 120), drawn.normal(size=120)])
    y = drawn.poisson(np.exp(X @ [-6, 0.7, 0.3]) * drawn.gamma(3, 1 / 3, 120)).astype(float)
    y[0] = 5000
    fit = negative_binomial(y, X)
    mean = fit.mean(X)
    # At the highest likelihood these sums are nothing; whole steps stopped far from it.
    score = X.T @ ((y - mean) / (1 + fit.dispersion * mean))
    assert np.abs(score / np.abs(X).sum(axis=0)).max() < 1e-5
