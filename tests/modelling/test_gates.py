"""Seven bad models, each refused by the gate that was built for it, and a good one that passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.declare.gates import Fair, Gates
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.gates import gate as gates
from lakehouse.modelling.gates.fair import group_counts
from lakehouse.modelling.gates.gate import Gate, refused
from lakehouse.modelling.gates.numbers import covered, level_holds, slope_holds, stable
from lakehouse.modelling.learners import Candidate, Logistic, RankBy

FEATURES = ("past_critical", "heat")


@dataclass(frozen=True)
class Bent:
    """A good logistic regression whose log-odds are spoilt on purpose."""

    how: str
    columns: tuple[str, ...] = FEATURES
    plain: bool = False
    log_odds: bool = True
    says: str = "Spoilt on purpose."

    def looks_at(self, features: Any) -> tuple[str, ...]:
        return self.columns

    def fit(self, X: pd.DataFrame, y: Any) -> Any:
        return Spoilt(self.how, Logistic(columns=self.columns).fit(X, y))


@dataclass(frozen=True)
class Spoilt:
    how: str
    fitted: Any

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(self.fitted.features)

    def score(self, X: pd.DataFrame) -> Any:
        score = self.fitted.score(X)
        if self.how == "too extreme lately":
            return np.where(X["late"] == 1, 4 * score, score)
        # Outside the windows in which it is brilliant it is a coarser copy of the plain one.
        return np.where(X["brilliant"] == 1, score, (X["past_critical"] > 0) - 2.0)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(self.fitted.contributions(X))


def hold(city: Any, learner: Candidate, *more: str, **asked: Any) -> Contest:
    """A contest of one learner against a plain candidate, in a city with a planted signal."""
    matrix, among = city(4000, 1.0, seed=21)
    rng = np.random.default_rng(3)
    starts = sorted(matrix["as_of"].unique())
    matrix["brilliant"] = matrix["as_of"].isin(starts[4:6]).astype(float)
    matrix["late"] = matrix["as_of"].isin(starts[6:]).astype(float)
    matrix["status"] = np.where(rng.random(len(matrix)) < 0.75, matrix["outcome"], 0)
    matrix["told_on"] = matrix["happened_on"] + pd.Timedelta(days=3)
    matrix["strict"] = rng.normal(size=len(matrix)) + matrix["outcome"]
    matrix["almost_it"] = matrix["outcome"] + 0.01 * rng.normal(size=len(matrix))
    matrix["district"] = np.where(rng.random(len(matrix)) < 0.5, "north", "south")
    matrix.loc[matrix.index[::100], "district"] = "port"
    players: dict[str, Candidate] = {"plain": RankBy("past_critical"), "learner": learner}
    return contest(
        matrix,
        (*FEATURES, "brilliant", "late", *more),
        players,
        among,
        train_at_least=2,
        gates=Gates(**asked),
        draws=100,
    )


def of(played: Contest, name: str) -> Gate:
    return next(g for g in played.gates if (g.candidate, g.name) == ("learner", name))


FAIR = Fair("district", 0.3, band=(0.5, 2.0))


def test_a_good_model_passes_every_gate(city: Any) -> None:
    played = hold(city, Logistic(columns=FEATURES), fair=FAIR)
    assert played.winner == "learner" and not played.failed
    ours = {g.name: g.verdict for g in played.gates if g.candidate == "learner"}
    assert set(ours) == set(gates.ORDER)
    assert FAIL not in ours.values()
    assert [n for n, v in ours.items() if v == INSUFFICIENT] in ([], [gates.FAIR])


def refuses(played: Contest, name: str) -> str:
    """Check that the learner was kept out by this gate first, and said so; its reason."""
    assert of(played, name).verdict == FAIL
    assert played.failed["learner"] == of(played, name).reason
    assert played.winner == "plain" and played.failed["learner"] in played.verdict
    return played.failed["learner"]


def test_one_no_better_than_the_baseline_is_refused(city: Any) -> None:
    said = refuses(hold(city, Logistic(columns=("past_critical",))), gates.BASELINE)
    assert "does not rank better than plain" in said


def test_one_that_knows_the_future_is_refused(city: Any) -> None:
    sees = Logistic(columns=(*FEATURES, "status"))
    said = refuses(hold(city, sees, "status", known_later=("status",)), gates.FUTURE)
    assert "looks at status, which is changed after the day of the list" in said
    told = refuses(hold(city, sees, "status", known_on={"status": "told_on"}), gates.FUTURE)
    assert "values were not known before the day of the list" in told


def test_one_about_who_observes_is_refused(city: Any) -> None:
    sees = Logistic(columns=(*FEATURES, "strict"))
    said = refuses(hold(city, sees, "strict", about_observer=("strict",)), gates.OBSERVER)
    assert "looks at strict: who observed" in said
    assert of(hold(city, sees, "strict"), gates.OBSERVER).verdict == PASS


def test_one_whose_probabilities_do_not_hold_is_refused(city: Any) -> None:
    # Had it always been too extreme, its calibrator would have mended it.
    said = refuses(hold(city, Bent("too extreme lately")), gates.CALIBRATED)
    assert "calibration slope" in said


def test_one_that_is_good_in_few_windows_only_is_refused(city: Any) -> None:
    # A wide band for its slope, so that no other gate could be the first.
    said = refuses(hold(city, Bent("brilliant"), slope_within=(-9, 9)), gates.STABLE)
    assert "of 7 windows: its advantage comes from a few" in said


def test_one_unfair_beyond_the_band_is_refused(city: Any) -> None:
    matrix, among = city(4000, 1.0, seed=21)
    rng = np.random.default_rng(5)
    matrix["north"] = (rng.random(len(matrix)) < 0.5).astype(float)
    matrix["district"] = np.where(matrix["north"] == 1, "north", "south")
    matrix.loc[matrix.index[::400], "district"] = "port"
    # In the north many more are found, so the list is full of it, also of places without fault.
    more = rng.random(len(matrix)) < 0.35 * matrix["north"]
    matrix["outcome"] = np.maximum(matrix["outcome"], more.astype(int))
    players: dict[str, Candidate] = {"plain": RankBy("past_critical"), "learner": Logistic()}
    fair = Gates(fair=Fair("district", 0.3))
    played = contest(
        matrix, (*FEATURES, "north"), players, among, train_at_least=2, gates=fair, draws=100
    )
    said = refuses(played, gates.FAIR)
    assert "does not treat groups alike (0.8 to 1.25)" in said and "Too few to tell" in said
    listed = played.groups.query("candidate == 'learner'")
    assert set(listed["group"]) >= {"port"} and set(played.groups["candidate"]) == set(players)
    assert set(listed.query("group == 'port'")["verdict"]) == {INSUFFICIENT}


def test_one_too_good_to_be_true_is_refused(city: Any) -> None:
    said = refuses(hold(city, Logistic(columns=("almost_it",)), "almost_it"), gates.TOO_GOOD)
    assert "look for a column that tells the outcome" in said


def test_a_baseline_that_knows_the_future_is_no_bar(city: Any) -> None:
    matrix, among = city(2000, 1.0, seed=21)
    matrix["status"] = matrix["outcome"]
    leaks: dict[str, Candidate] = {"leak": RankBy("status"), "past": RankBy("past_critical")}
    barred = Gates(known_later=("status",))
    features = ("past_critical", "status")
    played = contest(matrix, features, leaks, among, train_at_least=2, gates=barred, draws=20)
    assert played.winner == "past" and "leak looks at status" in played.failed["leak"]
    with pytest.raises(PlanError, match="No plain candidate may be used"):
        contest(
            *(matrix, features, {"leak": RankBy("status")}, among),
            train_at_least=2,
            gates=barred,
            draws=20,
        )


def slope(value: float, low: float, high: float) -> pd.Series:
    return pd.Series({"value": value, "low": low, "high": high})


@pytest.mark.parametrize(
    ("told", "band", "verdict"),
    [
        (slope(1.1, 0.9, 1.3), (1, 1), PASS),
        (slope(1.13, 1.03, 1.23), (1, 1), FAIL),
        (slope(1.13, 1.03, 1.23), (0.8, 1.25), PASS),
        (slope(1.2, 1.1, 1.3), (0.8, 1.25), FAIL),
        (slope(0.7, 0.6, 0.79), (0.8, 1.25), FAIL),
        (slope(np.nan, np.nan, np.nan), (0.8, 1.25), FAIL),
        (None, (1, 1), FAIL),
    ],
)
def test_a_slope_holds_where_its_interval_has_1_or_lies_in_the_band(
    told: pd.Series | None, band: tuple[float, float], verdict: str
) -> None:
    assert slope_holds("a", told, band).verdict == verdict


@pytest.mark.parametrize(
    ("share", "of_how_many", "verdict"),
    [(0.9, 100, PASS), (0.78, 20, INSUFFICIENT), (0.5, 100, FAIL), (np.nan, 0, INSUFFICIENT)],
)
def test_intervals_that_hold_too_little_for_sure_fail(
    share: float, of_how_many: int, verdict: str
) -> None:
    assert covered("a", share, of_how_many, (0.8, 1.0)).verdict == verdict


def test_the_level_of_counts_has_three_verdicts() -> None:
    told = [slope(1.0, 0.7, 1.4), slope(1.3, 1.2, 1.4), slope(1.6, 1.4, 1.8), None]
    found = [level_holds("a", each, (0.8, 1.25)).verdict for each in told]
    assert found == [PASS, INSUFFICIENT, FAIL, INSUFFICIENT]


@pytest.mark.parametrize(
    ("gaps", "verdict"),
    [
        ([0.02, 0.03, 0.01, -0.01], PASS),
        ([0.3, -0.01, -0.01, -0.01], FAIL),
        ([0.3, 0.01, -0.05, 0.01], FAIL),
        ([0.3, 0.3], INSUFFICIENT),
    ],
)
def test_an_advantage_must_not_hang_on_one_window(gaps: list[float], verdict: str) -> None:
    assert stable("a", "plain", pd.Series(gaps)).verdict == verdict


def test_equal_scores_are_chosen_by_halves() -> None:
    rows = pd.DataFrame({"row": range(4), "window": 1, "score": 1.0, "outcome": [1, 0, 1, 0]})
    groups = pd.Series(["a", "a", None, "b"])
    made = group_counts(rows, groups, 0.5)
    assert made.loc["a"].to_dict() == {"tp": 0.5, "fp": 0.5, "fn": 0.5, "tn": 0.5}
    assert made.loc["not known", "tp"] == 0.5 and made.to_numpy().sum() == 4


def test_the_first_gate_in_order_gives_the_reason() -> None:
    failing = [Gate("a", gates.FAIR, FAIL, "unfair"), Gate("a", gates.FUTURE, FAIL, "leaks")]
    passing = Gate("b", gates.FUTURE, PASS, "fine")
    assert refused([*failing, passing]) == {"a": "leaks"}


def test_a_band_that_leaves_out_1_or_a_whole_list_is_refused() -> None:
    for wrong in ({"top": 1.0}, {"top": 0.1, "band": (1.1, 1.3)}):
        with pytest.raises(PlanError, match="cannot be compared"):
            Fair("district", **wrong)  # type: ignore[arg-type]
