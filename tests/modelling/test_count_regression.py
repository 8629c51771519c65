"""Counts in proportion to an exposure: regressions beside outside answers, trees beside truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from lakehouse.declare.errors import PlanError
from lakehouse.methods.negative_binomial import negative_binomial
from lakehouse.modelling.learners import BoostedTrees, Candidate, CountRegression

Drawn = tuple[pd.DataFrame, np.ndarray]
FREE = 1e9  # a penalty too weak to be seen
LEARNERS: dict[str, Callable[..., Candidate]] = {
    "poisson": lambda **k: CountRegression(dispersed=False, **k),
    "negative binomial": CountRegression,
    "trees": lambda **k: BoostedTrees(trees=60, depth=2, learning_rate=0.1, counts=True, **k),
}


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    rng = np.random.default_rng(8)
    rows = pd.DataFrame({"miles": rng.gamma(2, 2, 1500), "lanes": rng.integers(1, 5, 1500)})
    rows["kind"] = rng.choice(["street", "avenue"], 1500)
    mean = rows["miles"] * np.exp(0.3 * rows["lanes"] - 0.7 * (rows["kind"] == "street") - 0.5)
    return rows, rng.negative_binomial(2, 2 / (2 + mean.to_numpy()))


def told(rows: pd.DataFrame) -> np.ndarray:
    """The columns that a person would give: one, lanes, whether it is a street."""
    street = (rows["kind"] == "street").to_numpy(dtype=float)
    return np.column_stack([np.ones(len(rows)), rows["lanes"].to_numpy(dtype=float), street])


def test_a_poisson_regression_is_the_likeliest(drawn: Drawn) -> None:
    rows, y = drawn
    X, miles = told(rows), rows["miles"].to_numpy()
    found = minimize(lambda b: (miles * np.exp(X @ b) - y * (X @ b)).sum(), np.zeros(3))
    made = CountRegression(exposure="miles", dispersed=False, C=FREE).fit(rows, y)
    assert made.dispersion == 0
    assert np.exp(made.score(rows)) == pytest.approx(miles * np.exp(X @ found.x), rel=1e-4)


def test_a_negative_binomial_regression_is_that_of_our_methods(drawn: Drawn) -> None:
    rows, y = drawn
    made = CountRegression(exposure="miles", C=FREE).fit(rows, y)
    theirs = negative_binomial(y, told(rows), np.log(rows["miles"]))
    assert made.dispersion == pytest.approx(theirs.dispersion, rel=1e-4)
    expected = theirs.mean(told(rows), np.log(rows["miles"]))
    assert np.exp(made.score(rows)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", LEARNERS)
def test_twice_the_exposure_is_twice_the_count(drawn: Drawn, name: str) -> None:
    rows, y = drawn
    fitted = LEARNERS[name](exposure="miles").fit(rows, y)
    assert fitted.features == ("lanes", "kind", "miles")
    twice = fitted.score(rows.assign(miles=2 * rows["miles"])) - fitted.score(rows)
    assert twice == pytest.approx(np.full(len(rows), np.log(2)), abs=1e-5)
    assert np.exp(fitted.score(rows)).sum() == pytest.approx(y.sum(), rel=0.05)
    parts = fitted.contributions(rows)
    assert tuple(parts.columns) == fitted.features
    assert np.ptp(fitted.score(rows) - parts.sum(axis=1)) < 1e-4


@pytest.mark.parametrize("name", LEARNERS)
def test_without_a_known_exposure_a_row_is_average(drawn: Drawn, name: str) -> None:
    rows, y = drawn
    fitted = LEARNERS[name](exposure="miles").fit(rows, y)
    usual = np.exp(np.log(rows["miles"]).mean())
    some = rows.head(3).assign(miles=[np.nan, 0.0, -1.0])
    assert fitted.score(some) == pytest.approx(fitted.score(some.assign(miles=usual)), abs=1e-6)
    assert fitted.contributions(some)["miles"].abs().max() < 1e-9


def test_an_exposure_helps_trees_that_cannot_multiply(drawn: Drawn) -> None:
    rows, y = drawn
    long = rows.assign(miles=rows["miles"] * 50)
    with_it = LEARNERS["trees"](exposure="miles").fit(rows, y).score(long)
    without = LEARNERS["trees"]().fit(rows, y).score(long)
    assert np.exp(with_it).mean() > 10 * np.exp(without).mean()


def test_a_strong_penalty_leaves_the_average(drawn: Drawn) -> None:
    rows, y = drawn
    made = CountRegression(exposure="miles", C=1e-7).fit(rows, y)
    assert np.abs(made.coefficients).max() < 0.01


def test_what_cannot_be_learnt_says_so(drawn: Drawn) -> None:
    rows, y = drawn
    with pytest.raises(PlanError, match="Nothing was counted"):
        CountRegression().fit(rows, np.zeros(len(rows)))
    with pytest.raises(PlanError, match="proportion to an exposure"):
        BoostedTrees(exposure="miles").fit(rows, (y > 0).astype(int))
    with pytest.raises(PlanError, match="no column metres"):
        CountRegression(exposure="metres").fit(rows, y)
