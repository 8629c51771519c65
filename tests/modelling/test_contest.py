"""A planted signal wins, noise publishes the plain candidate, and the verdict says why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.learners import Candidate, Logistic, RankBy
from lakehouse.modelling.verdict import COLUMNS, decide

Played = tuple[pd.DataFrame, Contest]
CANDIDATES: dict[str, Candidate] = {
    "plain": RankBy("past_critical"),
    "a": Logistic(),
    "b": Logistic(C=1),
}


def summary_of(**changes: tuple[float, float, float, float, float]) -> pd.DataFrame:
    """AUC, lower border of its difference, slope with borders; regret is what is missing to 1."""
    usual = {"plain": (0.6, np.nan, 1, 0.9, 1.1), "a": (0.7, 0.05, 1, 0.9, 1.1)}
    rows = []
    for name, (auc, gap_low, slope, low, high) in {**usual, "b": usual["a"], **changes}.items():
        gap = {"difference": auc - 0.6, "difference_low": gap_low, "difference_high": 0.2}
        rows.append({"candidate": name, "measure": "auc", "value": auc, **gap})
        trust = {"value": slope, "low": low, "high": high}
        rows.append({"candidate": name, "measure": "calibration_slope", **trust})
        rows.append({"candidate": name, "measure": "regret", "value": 1 - auc})
    return pd.DataFrame(rows)


def test_a_planted_signal_wins_with_its_conditions_met(planted: Played) -> None:
    played = planted[1]
    assert played.winner in ("logistic", "trees") and not played.candidates[played.winner].plain
    won = played.summary.query("candidate == @played.winner").set_index("measure")
    assert won.loc["auc", "difference_low"] > 0
    assert won.loc["calibration_slope", "low"] <= 1 <= won.loc["calibration_slope", "high"]
    assert f"{played.winner} is used" in played.verdict


def test_pure_noise_publishes_the_plain_candidate(noise: Played) -> None:
    played = noise[1]
    assert played.winner == played.best_plain and played.candidates[played.winner].plain
    assert set(played.failed) == {"logistic", "trees"}
    assert "does not rank better" in played.failed["logistic"]
    assert played.failed["trees"] in played.verdict and "is used" in played.verdict
    auc = played.summary.query("measure == 'auc'")["value"]
    assert auc.between(0.45, 0.55).all()


def test_the_summary_is_tidy(planted: Played) -> None:
    summary = planted[1].summary
    assert list(summary.columns) == COLUMNS
    assert not summary.duplicated(["candidate", "measure"]).any()
    assert set(summary[summary["chosen"]]["candidate"]) == {planted[1].winner}
    known = summary.dropna(subset=["low", "value"])
    assert (known["low"] <= known["high"]).all()
    compared = summary[summary["difference"].notna()]
    assert set(compared["compared_with"]) == {planted[1].best_plain}
    assert planted[1].best_plain not in set(compared["candidate"])


def test_out_of_time_scores_every_tested_row_once_for_each(planted: Played) -> None:
    matrix, played = planted
    out = played.out_of_time
    assert not out.duplicated(["row", "candidate"]).any()
    starts = [pd.Timestamp(fold.test.start) for fold in played.folds]
    assert len(out) == len(played.candidates) * matrix["as_of"].isin(starts).sum()
    assert set(out["window"]) == set(starts)


def test_the_same_contest_gives_the_same_frames(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(500, 1.0, seed=9)
    two: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic()}
    features = ["past_critical", "heat"]
    one, other = (
        contest(matrix, features, two, among, train_at_least=3, draws=30) for _ in range(2)
    )
    for name in ("summary", "per_window", "out_of_time"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.verdict == other.verdict


def test_the_learner_with_less_regret_wins_and_the_first_named_a_tie() -> None:
    better = decide(CANDIDATES, summary_of(b=(0.72, 0.06, 1, 0.9, 1.1)), "plain", 5)
    assert better.winner == "b" and better.failed == {}
    assert decide(CANDIDATES, summary_of(), "plain", 5).winner == "a"


def test_each_condition_that_fails_is_said() -> None:
    unsure = summary_of(a=(0.7, 0.0, 1, 0.9, 1.1), b=(0.7, 0.1, 0.7, 0.6, 0.9))
    found = decide(CANDIDATES, unsure, "plain", 5)
    assert found.winner == "plain"
    assert "does not rank better than plain for sure" in found.failed["a"]
    assert "probabilities of b do not hold" in found.failed["b"]
    assert "0.70 (0.60 to 0.90)" in found.sentence


@pytest.mark.parametrize("border", [np.nan, -0.01])
def test_a_difference_that_is_not_known_to_be_above_nought_does_not_win(border: float) -> None:
    table = summary_of(a=(0.9, border, 1, 0.9, 1.1), b=(0.9, 0.1, np.nan, np.nan, np.nan))
    assert decide(CANDIDATES, table, "plain", 5).winner == "plain"


def test_one_test_window_is_too_few_to_trust_a_learner(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(1500, 2.0, seed=3)
    two: dict[str, Candidate] = {"visits": RankBy("visits"), "logistic": Logistic()}
    played = contest(
        matrix, ["visits", "heat"], two, among, train_at_least=len(among) - 1, draws=50
    )
    assert len(played.folds) == 1 and played.winner == "visits"
    assert "needs a second test window" in played.verdict
    assert "Over 1 test window," in played.verdict


def test_contests_that_decide_nothing_are_refused(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(200, 1.0, seed=3)
    with pytest.raises(PlanError, match="without a plain candidate"):
        contest(matrix, ["heat"], {"logistic": Logistic()}, among)
    with pytest.raises(PlanError, match="No window has 99"):
        contest(matrix, ["heat"], {"heat": RankBy("heat")}, among, train_at_least=99)


def test_warm_up_windows_teach_the_calibrators_and_are_not_judged(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(1800, 1.0, 6)
    players: dict[str, Candidate] = {"plain": RankBy("past_critical"), "logistic": Logistic()}
    features = ("past_critical", "heat")
    played = contest(matrix, features, players, among, train_at_least=2, warm_up=3, draws=50)
    judged = played.per_window["window"].unique()
    assert len(judged) == len(played.folds) - 3
    assert min(judged) == pd.Timestamp(played.folds[3].test.start)
    assert f"Over {len(judged)} test windows" in played.verdict
    by_lot = played.summary.query("measure == 'days_earlier_by_lot'")
    assert set(by_lot["candidate"]) == set(players) and by_lot["value"].notna().all()
    with pytest.raises(PlanError, match="complete windows before it"):
        contest(matrix, features, players, among, train_at_least=2, warm_up=50)


def quiet_until(matrix: pd.DataFrame, day: object) -> pd.DataFrame:
    """The matrix without any outcome before a day."""
    before = matrix["happened_on"] < pd.Timestamp(day)  # type: ignore[arg-type]
    return matrix.assign(outcome=matrix["outcome"].mask(before, 0))


def test_a_window_with_nothing_to_learn_from_is_not_tested(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(500, 1.0, seed=12)
    two: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic()}
    features = ["past_critical", "heat"]
    quiet = quiet_until(matrix, among[3].start)
    played = contest(quiet, features, two, among, train_at_least=2, draws=20)
    assert [fold.test for fold in played.folds] == list(among[4:])


def test_without_both_outcomes_before_enough_windows_it_is_too_early(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(300, 1.0, seed=13)
    two: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic()}
    never = matrix.assign(outcome=0)
    with pytest.raises(TooEarly, match=r"0 of .* test windows have both outcomes"):
        contest(never, ["past_critical", "heat"], two, among, train_at_least=2)
    late = quiet_until(matrix, among[-2].start)
    with pytest.raises(TooEarly, match=r"1 of .*; 2 are needed"):
        contest(late, ["past_critical", "heat"], two, among, train_at_least=2, warm_up=1)


def test_cases_of_a_single_week_are_too_early_to_judge(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(800, 1.0, seed=14)
    two: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic()}
    last = pd.Timestamp(among[-1].start)
    day = matrix["happened_on"].mask(matrix["happened_on"] >= last, last)
    told = {"train_at_least": len(among) - 1, "draws": 20}
    with pytest.raises(TooEarly, match=r"All .* happened in one week") as e:
        contest(matrix.assign(happened_on=day), ["past_critical", "heat"], two, among, **told)
    assert "later --as-of" in e.value.todo


def test_tests_in_which_nothing_happens_publish_the_plain_candidate(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(500, 1.0, seed=14)
    two: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic()}
    over = matrix["happened_on"] >= pd.Timestamp(among[3].start)
    ended = matrix.assign(outcome=matrix["outcome"].mask(over, 0))
    played = contest(ended, ["past_critical", "heat"], two, among, train_at_least=3, draws=20)
    assert played.winner == "past"


def test_labels_drawn_by_lot_are_ranked_as_by_lot(city) -> None:  # type: ignore[no-untyped-def]
    matrix, among = city(1500, 1.0, seed=17)
    lot = np.random.default_rng(18)
    players: dict[str, Candidate] = {"past": RankBy("past_critical"), "logistic": Logistic(C=1)}
    for _ in range(3):
        drawn = matrix.assign(outcome=lot.permutation(matrix["outcome"].to_numpy()))
        played = contest(
            drawn, ["past_critical", "heat", "visits"], players, among, train_at_least=3, draws=60
        )
        auc = played.summary.query("measure == 'auc'").set_index("candidate")
        ones = int(played.out_of_time.query("candidate == 'past'")["outcome"].sum())
        rows = len(played.out_of_time) // 2
        # Of the rank sum when nothing is known (Mann and Whitney 1947), within windows.
        noise = np.sqrt((rows + len(played.folds)) / (12 * ones * (rows - ones)))
        assert (auc["value"] - 0.5).abs().max() < 4 * noise < 0.1, auc
        assert played.winner == "past", "nothing is learnt from noise"
