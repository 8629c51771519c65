"""Learners trained on Spark are those of memory: the same numbers and classes, no wide rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.contest import contest
from lakehouse.modelling.final import final_model
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.logistic import Logistic
from lakehouse.modelling.measures import auc
from lakehouse.modelling.on_spark import rows as on_spark_rows
from lakehouse.modelling.on_spark.learner import OnSpark, trains_on_spark
from lakehouse.modelling.on_spark.rows import KEY
from lakehouse.modelling.plain import RankBy
from lakehouse.modelling.trees import BoostedTrees
from tests.modelling.conftest import FEATURES, City

ROWS = 1500
TREES = BoostedTrees(trees=30, depth=2, learning_rate=0.1)
Stored = Callable[[int], DataFrame]


@pytest.fixture(scope="module")
def cases(city: City) -> pd.DataFrame:
    matrix, _ = city(ROWS, 1.0, 11)
    keys = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, len(matrix))
    return matrix.set_index(pd.Index(keys, name=KEY))


@pytest.fixture(scope="module")
def stored(spark: SparkSession, cases: pd.DataFrame) -> Stored:
    wide = spark.createDataFrame(cases[list(FEATURES)].reset_index())
    return lambda partitions: wide.repartition(partitions)


@pytest.mark.whole
@pytest.mark.parametrize(("candidate", "near"), [(Logistic(), 1e-4), (TREES, 0.2)])
def test_it_scores_like_the_one_of_memory(
    cases: pd.DataFrame, stored: Stored, candidate: BoostedTrees | Logistic, near: float
) -> None:
    X, y = cases[list(FEATURES)], cases["outcome"].to_numpy()
    here = candidate.fit(X, y)
    there = OnSpark(candidate, stored(3), FEATURES).fit(X[["past_critical"]], y)
    assert type(there.of) is type(here) and there.features == here.features
    scores = there.score(X[["past_critical"]].iloc[:400])
    assert np.abs(scores - here.score(X.iloc[:400])).max() < near
    # What comes out is an ordinary model: it scores rows in memory to the same number.
    assert np.abs(scores - there.of.score(X.iloc[:400])).max() < 1e-9


@pytest.mark.whole
def test_trees_of_counts_learn_counts(cases: pd.DataFrame, stored: Stored) -> None:
    counts = cases["past_critical"].to_numpy()
    trees = BoostedTrees(trees=40, counts=True, columns=("heat", "kind"), exposure="visits")
    fitted = OnSpark(trees, stored(2), FEATURES).fit(cases[[]], counts)
    here = trees.fit(cases[list(FEATURES)], counts)
    assert fitted.features == here.features == ("heat", "kind", "visits")
    said = fitted.score(cases[[]])
    assert np.exp(said).sum() == pytest.approx(counts.sum(), rel=0.05)
    assert np.abs(said - here.score(cases)).max() < 0.2


@pytest.mark.whole
@pytest.mark.parametrize("candidate", [Logistic(), TREES])
def test_the_same_rows_give_the_same_bits_however_they_are_cut(
    cases: pd.DataFrame, stored: Stored, candidate: BoostedTrees | Logistic
) -> None:
    X, y = cases[["visits"]], cases["outcome"].to_numpy()
    said = [OnSpark(candidate, stored(n), FEATURES).fit(X, y).score(X) for n in (1, 5)]
    assert np.array_equal(*said)


def test_an_encoding_is_learnt_from_a_sample_that_does_not_change(
    cases: pd.DataFrame, stored: Stored
) -> None:
    drawn = [on_spark_rows.sample(stored(n), ROWS, 300) for n in (1, 4)]
    pd.testing.assert_frame_equal(*drawn)
    assert 240 < len(drawn[0]) < 360
    assert abs(drawn[0]["heat"].mean() - cases["heat"].mean()) < 0.2


@pytest.mark.whole
def test_a_contest_with_learners_on_spark_ends_as_in_memory(city: City, stored: Stored) -> None:
    matrix, among = city(ROWS, 1.0, 11)
    keyed = matrix.set_index(pd.Index(stored(1).toPandas()[KEY]))
    plain: dict[str, Candidate] = {"past": RankBy("past_critical")}
    narrow = keyed[["as_of", "happened_on", "outcome", "past_critical"]]
    features = {"here": FEATURES, "there": ("past_critical",)}
    trees = {"here": TREES, "there": OnSpark(TREES, stored(2), FEATURES)}
    rows = {"here": keyed, "there": narrow}
    played = {
        k: contest(
            rows[k], features[k], plain | {"trees": trees[k]}, among, train_at_least=7, draws=50
        )
        for k in rows
    }
    here, there = played["here"], played["there"]
    assert here.winner == there.winner == "trees"
    for windows in zip(
        *(p.out_of_time.query("candidate == 'trees'").groupby("window") for p in (here, there)),
        strict=True,
    ):
        one, other = (auc(rows["score"], rows["outcome"]) for _, rows in windows)
        assert one == pytest.approx(other, abs=0.02)
    final = final_model(there, narrow, {}, sample=keyed)
    told = final.predict(keyed[list(FEATURES)].head(20))
    assert told["probability"].between(0, 1).all() and told["reason_1"].str.len().gt(0).all()


def test_one_outcome_alone_teaches_nothing(cases: pd.DataFrame, stored: Stored) -> None:
    with pytest.raises(PlanError, match="both outcomes"):
        OnSpark(TREES, stored(1), FEATURES).fit(cases[[]], np.zeros(len(cases)))


def test_only_learners_of_all_features_are_trained_there() -> None:
    assert trains_on_spark(TREES) and trains_on_spark(Logistic())
    assert not trains_on_spark(RankBy("visits"))
