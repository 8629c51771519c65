"""A candidate learns from windows that are over and is calibrated on its own past, no more."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.cases import check_matrix, known_by, rows_of
from lakehouse.modelling.learners import BoostedTrees, Fitted, Logistic, RankBy
from lakehouse.modelling.measures import auc
from lakehouse.modelling.rounds import part_of, play
from lakehouse.modelling.windows import Window, folds

FEATURES = ["heat", "visits"]


@dataclass
class Spy:
    """Writes down which rows it is shown, to learn from or to score."""

    plain: bool = True
    log_odds: bool = False
    says: str = "Watches."
    learnt: list[pd.Index] = field(default_factory=list)
    scored: list[pd.DataFrame] = field(default_factory=list)

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Fitted:
        self.learnt.append(X.index)
        fitted = RankBy("heat").fit(X, y)
        scored = self.scored

        class Watching:
            features = fitted.features

            def score(self, X: pd.DataFrame) -> np.ndarray:
                scored.append(X)
                return fitted.score(X)

            def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
                return fitted.contributions(X)

        return Watching()


def test_a_candidate_never_sees_its_own_or_later_windows(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(600, 1.0, seed=2)
    spy, tested = Spy(), folds(among, 2)
    play(matrix, FEATURES, {"spy": spy}, tested)
    assert len(spy.learnt) == len(spy.scored) == len(tested) == len(among) - 2
    for fold, learnt, scored in zip(tested, spy.learnt, spy.scored, strict=True):
        assert matrix.loc[learnt, "happened_on"].max() < pd.Timestamp(fold.test.start)
        assert set(matrix.loc[scored.index, "as_of"]) == {pd.Timestamp(fold.test.start)}
        assert list(scored.columns) == FEATURES


def test_a_changed_future_changes_no_earlier_score(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(900, 1.0, seed=3)
    tested = folds(among, 2)
    last = matrix["as_of"] == pd.Timestamp(tested[-1].test.start)
    other = matrix.assign(outcome=np.where(last, 1 - matrix["outcome"], matrix["outcome"]))
    columns = ["score", "probability", "probability_low", "probability_high"]
    first, second = (play(m, FEATURES, {"l": Logistic()}, tested)[columns] for m in (matrix, other))
    pd.testing.assert_frame_equal(first, second)


def test_probabilities_start_with_the_second_window(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(900, 1.0, seed=4)
    played = play(matrix, FEATURES, {"heat": RankBy("heat")}, folds(among, 3))
    first = played["window"] == played["window"].min()
    assert played.loc[first, "probability"].isna().all()
    assert played.loc[~first, "probability"].between(0, 1).all()
    later = played[~first]
    assert (later["probability_low"] <= later["probability"]).all()
    assert (later["probability"] <= later["probability_high"]).all()
    assert played["row"].is_unique and set(played["row"]) <= set(matrix.index)


def test_a_calibrator_learns_only_from_windows_that_are_over(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(900, 1.0, seed=5)
    tested = folds(among, 3)
    third = matrix["as_of"] == pd.Timestamp(tested[2].test.start)
    mixed = matrix.assign(outcome=np.where(third, 1 - matrix["outcome"], matrix["outcome"]))
    one, two = (play(m, FEATURES, {"heat": RankBy("heat")}, tested) for m in (matrix, mixed))
    same = one["probability"].eq(two["probability"]) | one["probability"].isna()
    starts = [pd.Timestamp(fold.test.start) for fold in tested]
    assert same[one["window"].isin(starts[:3])].all()
    assert not same[one["window"].isin(starts[3:])].any()


def test_a_window_that_is_still_open_calibrates_nothing() -> None:
    rng = np.random.default_rng(1)
    starts = pd.date_range("2013-01-01", periods=6, freq="MS")
    among = [Window(day.date(), (day + pd.DateOffset(months=2)).date()) for day in starts]
    matrix = pd.DataFrame({"as_of": starts.repeat(50), "heat": rng.normal(size=300)})
    matrix["happened_on"] = matrix["as_of"] + pd.to_timedelta(rng.integers(0, 59, 300), unit="D")
    matrix["outcome"] = rng.integers(0, 2, 300)
    # Tested: March to June, each with the lists of two months. The test of March, which would
    # teach that of April, is over only in May; June's last list is its own.
    played = play(matrix, ["heat"], {"heat": RankBy("heat")}, folds(among, 1))
    known = played.groupby(played["window"].dt.month)["probability"].count()
    assert known.to_dict() == {3: 0, 4: 0, 5: 100, 6: 50}


def test_an_outcome_teaches_nobody_before_it_was_known(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(900, 1.0, seed=9)
    late = matrix.assign(known_at=matrix["happened_on"] + pd.Timedelta(days=7))
    spy, tested = Spy(), folds(among, 2)
    play(late, FEATURES, {"spy": spy}, tested)
    for fold, learnt in zip(tested, spy.learnt, strict=True):
        known = late.loc[learnt, "known_at"]
        assert known.max() < pd.Timestamp(fold.test.start)
        over = late["happened_on"] < pd.Timestamp(fold.test.start)
        assert 0 < len(learnt) < over.sum()
    day = tested[0].test.start
    assert len(known_by(matrix, day)) == len(matrix) > len(known_by(late, day))


def test_rows_of_windows_keep_their_order(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(100, 1.0, seed=6)
    turned = matrix[::-1]
    found = rows_of(turned, among[:2])
    assert found.index.is_monotonic_decreasing and found["as_of"].nunique() == 2


@pytest.mark.parametrize(
    ("change", "features", "message"),
    [
        ({}, ["heat", "outcome"], "outcome is offered as a feature"),
        ({}, ["heet"], "no column heet .did you mean heat"),
        ({"outcome": 0.5}, FEATURES, "Some outcomes are not 0 or 1"),
        ({"happened_on": pd.Timestamp(2020, 1, 1)}, FEATURES, "happened outside it"),
    ],
)
def test_a_matrix_that_shows_the_future_is_refused(city, change, features, message) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(60, 1.0, seed=7)
    check_matrix(matrix, FEATURES, among)
    with pytest.raises(PlanError, match=message):
        check_matrix(matrix.assign(**change), features, among)


def test_repeated_rows_and_empty_windows_are_refused(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(300, 1.0, seed=8)
    with pytest.raises(PlanError, match="share one index"):
        check_matrix(pd.concat([matrix, matrix]), FEATURES, among)
    gap = matrix[matrix["as_of"] != pd.Timestamp(among[-1].start)]
    with pytest.raises(PlanError, match="has 0 rows"):
        play(gap, FEATURES, {"heat": RankBy("heat")}, folds(among, 2))


def test_with_blocks_nobody_learns_of_the_block_it_scores(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(600, 1.0, seed=3)
    matrix["area"] = np.where(matrix.index % 50 == 0, None, (matrix["place"] % 11).astype(str))
    area, spy, tested = matrix["area"].fillna("?"), Spy(), folds(among, 4)
    played = play(matrix, FEATURES, {"spy": spy}, tested, blocks="area")
    assert sorted(played["row"]) == sorted(rows_of(matrix, [f.test for f in tested]).index)
    assert played["score"].notna().all()
    assert len(spy.learnt) == len(spy.scored) == 5 * len(tested)
    for learnt, scored in zip(spy.learnt, spy.scored, strict=True):
        assert not set(area[learnt]) & set(area[scored.index]) and len(set(area[learnt])) >= 8
    sizes = part_of(matrix, "area").value_counts()
    assert sizes.min() > 600 / 5 / 2


def test_blocks_show_who_only_knows_the_places(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(1500, 0.0, seed=5)
    matrix["area"] = (matrix["place"] % 25).astype(str)
    matrix["outcome"] = (matrix["place"] % 25 < 8).astype(int)
    by = {"trees": BoostedTrees(trees=20, least_rows=1, columns=("area",))}
    tested = folds(among, 6)
    easy, hard = (play(matrix, ["area"], by, tested, blocks=b) for b in (None, "area"))
    assert auc(easy["score"], easy["outcome"]) > 0.95
    assert auc(hard["score"], hard["outcome"]) < 0.6


@pytest.mark.parametrize(("column", "message"), [("ward", "no column ward"), ("one", "of one one")])
def test_blocks_that_hold_nothing_apart_are_refused(city, column: str, message: str) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(300, 1.0, seed=6)
    with pytest.raises(PlanError, match=message):
        play(matrix.assign(one="a"), FEATURES, {"spy": Spy()}, folds(among, 4), blocks=column)
