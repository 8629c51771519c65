"""Every candidate scores, explains its score exactly, and repeats itself bit by bit."""

from __future__ import annotations

from typing import cast

import cloudpickle
import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.learners import (
    BoostedTrees,
    Candidate,
    Condition,
    CountRegression,
    Logistic,
    RankBy,
    Rule,
    ShrunkRate,
)
from lakehouse.modelling.measures import auc

CANDIDATES = {
    "rank": RankBy("age", ascending=True),
    "rule": Rule(
        (Condition("past_critical", "at least", 1, 2), Condition("kind", "is", "Grocery"))
    ),
    "rate": ShrunkRate("past_critical", "visits", 5),
    "logistic": Logistic(),
    "trees": BoostedTrees(trees=20),
    "poisson": CountRegression(dispersed=False),
    "negative binomial": CountRegression(),
}


@pytest.fixture(scope="module")
def rows(city) -> tuple[pd.DataFrame, np.ndarray]:  # type: ignore[no-untyped-def]
    matrix, _ = city(800, 1.0, seed=1)
    columns = ["past_critical", "visits", "heat", "kind", "tobacco", "age"]
    return matrix[columns], matrix["outcome"].to_numpy()


@pytest.mark.parametrize("name", CANDIDATES)
def test_contributions_and_score_differ_by_one_constant(rows, name: str) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    fitted = cast(Candidate, CANDIDATES[name]).fit(X, y)
    parts, score = fitted.contributions(X), fitted.score(X)
    assert tuple(parts.columns) == fitted.features and parts.index.equals(X.index)
    assert np.isfinite(score).all() and np.ptp(score) > 0
    # The rate of the average row is not the average rate, yet still one constant for all rows.
    assert np.ptp(score - parts.sum(axis=1).to_numpy()) < 1e-5


@pytest.mark.parametrize("name", CANDIDATES)
def test_the_same_rows_give_the_same_bits_also_after_pickling(rows, name: str) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    first = cast(Candidate, CANDIDATES[name]).fit(X, y)
    second = cloudpickle.loads(cloudpickle.dumps(cast(Candidate, CANDIDATES[name]).fit(X, y)))
    assert np.array_equal(first.score(X), second.score(X))


@pytest.mark.parametrize("name", CANDIDATES)
def test_candidates_say_what_they_are_and_score_no_rows_too(rows, name: str) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    candidate = cast(Candidate, CANDIDATES[name])
    assert candidate.says.endswith(".") and candidate.plain == (name in ("rank", "rule", "rate"))
    fitted = candidate.fit(X, y)
    assert fitted.score(X[:0]).shape == (0,) and fitted.contributions(X[:0]).empty


@pytest.mark.parametrize("name", CANDIDATES)
def test_an_absent_column_is_named(rows, name: str) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    fitted = cast(Candidate, CANDIDATES[name]).fit(X, y)
    with pytest.raises(PlanError, match=f"no column {fitted.features[0]}"):
        fitted.score(X.drop(columns=fitted.features[0]))


@pytest.mark.parametrize("candidate", [Logistic(), BoostedTrees(trees=40)])
def test_learners_find_the_planted_signal_and_weigh_it(rows, candidate: Candidate) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    fitted = candidate.fit(X[:600], y[:600])
    assert auc(fitted.score(X[600:]), y[600:]) > 0.65
    weight = fitted.contributions(X).abs().mean()
    assert weight.idxmax() == "heat" and weight["heat"] > 3 * weight["tobacco"]


@pytest.mark.parametrize("candidate", [Logistic(), BoostedTrees(trees=5)])
def test_new_categories_missing_values_and_one_outcome_are_met(rows, candidate: Candidate) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    fitted = candidate.fit(X, y)
    strange = X.head(3).assign(kind=["Bakery", None, "Grocery"], age=[np.nan, np.inf, 1])
    assert np.isfinite(fitted.score(strange)).all()
    with pytest.raises(PlanError, match="both outcomes"):
        candidate.fit(X, np.zeros(len(X)))


def test_a_limited_learner_looks_at_nothing_else(rows) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    for candidate in (Logistic(columns=("heat",)), BoostedTrees(trees=5, columns=("heat",))):
        fitted = candidate.fit(X, y)
        assert fitted.features == ("heat",) and "1 features" in candidate.says
        assert np.array_equal(fitted.score(X), fitted.score(X.assign(visits=-99)))


def test_monotone_trees_never_fall_with_their_feature(rows) -> None:  # type: ignore[no-untyped-def]
    X, y = rows
    along = X.head(1).loc[[X.index[0]] * 50].assign(heat=np.linspace(-3, 3, 50))
    free = BoostedTrees(trees=60).fit(X, 1 - y).score(along)
    bound = BoostedTrees(trees=60, monotone={"heat": 1}).fit(X, 1 - y).score(along)
    assert (np.diff(free) < 0).any() and (np.diff(bound) >= 0).all()
    with pytest.raises(PlanError, match="did you mean heat"):
        BoostedTrees(monotone={"heet": 1}).fit(X, y)
