"""With counts, a planted signal wins by what its top finds, and noise publishes the plain list."""

from __future__ import annotations

from datetime import date

import cloudpickle
import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.declare.judge import Capture
from lakehouse.modelling.card import Facts, card
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.final import final_model
from lakehouse.modelling.learners import BoostedTrees, Candidate, EmpiricalBayes, RankBy
from lakehouse.modelling.windows import windows

SITES = 1500
FEATURES = ("before", "last", "rate", "years", "street", "noise")
JUDGE = Capture(0.05, ("last", "before"))
AMONG = windows(date(2010, 1, 1), date(2017, 12, 31), 12)


def draw(strength: float, seed: int, sites: int = SITES) -> pd.DataFrame:
    """Sites whose mean depends on their street; each year shows the record before it."""
    rng = np.random.default_rng(seed)
    street = rng.gamma(2, 1, sites)
    mean = 0.15 * np.exp(strength * (street - 2)) * rng.gamma(3, 1 / 3, sites)
    seen = rng.poisson(mean[:, None], (sites, len(AMONG) + 1))
    parts = []
    for number, window in enumerate(AMONG):
        past = seen[:, : number + 1]
        frame = pd.DataFrame({"site": np.arange(sites), "street": street})
        frame["before"], frame["last"] = past.sum(axis=1), past[:, -1]
        frame["years"] = float(number + 1)
        frame["rate"] = frame["before"] / frame["years"]
        frame["noise"] = rng.normal(size=sites)
        frame["outcome"] = seen[:, number + 1]
        parts.append(frame.assign(as_of=window.start, happened_on=window.start))
    return pd.concat(parts, ignore_index=True)


def hold(matrix: pd.DataFrame, learnt: str, judge: Capture = JUDGE) -> Contest:
    candidates: dict[str, Candidate] = {
        "last": RankBy("last"),
        "before": RankBy("rate"),
        "bayes": EmpiricalBayes("rate", "years", (learnt,)) if learnt == "street" else RankBy("x"),
        "trees": BoostedTrees(60, 2, 0.1, 20, counts=True, columns=("rate", learnt)),
    }
    if learnt != "street":
        del candidates["bayes"]
    return count_contest(matrix, FEATURES, candidates, AMONG, judge, about="site", draws=100)


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    return draw(0.5, 1)


@pytest.fixture(scope="module")
def planted(matrix: pd.DataFrame) -> Contest:
    return hold(matrix, "street")


@pytest.fixture(scope="module")
def nothing() -> Contest:
    return hold(draw(0.0, 2), "noise")


def number(played: Contest, candidate: str, measure: str, column: str = "value") -> float:
    found = played.summary.query("candidate == @candidate and measure == @measure")
    return float(found[column].iloc[0])


def test_a_planted_signal_beats_every_bar(planted: Contest) -> None:
    assert planted.winner in ("bayes", "trees")
    assert number(planted, planted.winner, planted.judged_on, "difference_low") > 0
    against = "capture_first_5_percent against last"
    assert number(planted, planted.winner, against, "difference_low") > 0
    assert f"{planted.winner} is used: its top finds more than before by +" in planted.verdict


def test_noise_publishes_the_plain_list(nothing: Contest) -> None:
    assert nothing.winner == nothing.best_plain == "before"
    assert "trees does not find more than" in nothing.verdict


def test_capture_is_the_share_in_the_top_over_all_windows(
    planted: Contest, matrix: pd.DataFrame
) -> None:
    rows = matrix[pd.to_datetime(matrix["as_of"]) >= pd.Timestamp("2013-01-01")]
    hits = 0.0
    for _, window in rows.groupby("as_of"):
        # By hand: all above the border, and the border's own in proportion to the places left.
        last = window["before"].sort_values(ascending=False).iloc[74]
        above, level = window[window["before"] > last], window[window["before"] == last]
        hits += above["outcome"].sum() + level["outcome"].mean() * (75 - len(above))
    share = hits / rows["outcome"].sum()
    assert number(planted, "before", "capture_first_5_percent") == pytest.approx(share)


def test_expected_counts_hold_out_of_time(planted: Contest) -> None:
    for name in planted.candidates:
        assert number(planted, name, "observed_per_expected") == pytest.approx(1, abs=0.1)
        assert number(planted, name, "calibration_slope") == pytest.approx(1, abs=0.25)
        assert 0.9 <= number(planted, name, "interval_coverage") <= 1
    assert number(planted, "bayes", "deviance") < number(planted, "last", "deviance")


def test_the_first_window_is_ranked_but_has_nothing_to_calibrate_with(planted: Contest) -> None:
    first = planted.out_of_time["window"] == pd.Timestamp("2013-01-01")
    assert planted.out_of_time.loc[first, "expected"].isna().all()
    assert planted.out_of_time.loc[~first, "expected"].notna().all()
    told = planted.per_window[planted.per_window["window"] == pd.Timestamp("2013-01-01")]
    assert {"capture_first_5_percent"} <= set(told["measure"])


def test_the_final_model_gives_counts_with_a_range_and_reasons(
    planted: Contest, matrix: pd.DataFrame
) -> None:
    final = final_model(planted, matrix, {"street": "crashes along the street"})
    rows = matrix.tail(SITES)
    made = cloudpickle.loads(cloudpickle.dumps(final)).predict(rows)
    assert list(made.columns)[1:4] == ["expected", "expected_low", "expected_high"]
    assert (made["expected"] > 0).all() and (made["expected_low"] <= made["expected_high"]).all()
    assert made["expected"].sum() == pytest.approx(rows["outcome"].sum(), rel=0.15)
    busiest = made.loc[made["expected"].idxmax()]
    assert any("(typical" in str(busiest[f"reason_{i}"]) for i in (1, 2, 3))


def test_contributions_add_up_to_the_score(planted: Contest, matrix: pd.DataFrame) -> None:
    fitted = planted.candidates["bayes"].fit(matrix[list(FEATURES)], matrix["outcome"].to_numpy())
    rest = fitted.score(matrix) - fitted.contributions(matrix).sum(axis=1)
    assert np.ptp(rest) < 1e-9


def test_the_card_speaks_of_counts(planted: Contest) -> None:
    facts = Facts("Where?", "Every site.", "Crashes.", {}, {}, ["None."])
    text = card(planted, facts)
    assert "## Can the expected counts be trusted?" in text
    assert "Share found in the first 5 %" in text and "places are drawn again" in text
    assert "AUC" not in text and "nan" not in text


def test_nothing_is_known_of_the_future(matrix: pd.DataFrame, planted: Contest) -> None:
    other = matrix.copy()
    late = pd.to_datetime(other["as_of"]) >= pd.Timestamp("2016-01-01")
    other.loc[late, "outcome"] = 0
    other.loc[late, "before"] += 7
    again = hold(other, "street").out_of_time
    early = planted.out_of_time["window"] < pd.Timestamp("2016-01-01")
    pd.testing.assert_frame_equal(planted.out_of_time[early], again[early])


@pytest.mark.parametrize("outcome", [-1, 0.5, float("nan")])
def test_what_is_no_count_is_refused(matrix: pd.DataFrame, outcome: float) -> None:
    wrong = matrix.assign(outcome=matrix["outcome"].astype(float))
    wrong.loc[3, "outcome"] = outcome
    with pytest.raises(PlanError, match="not counts"):
        hold(wrong, "street")


def test_a_judge_asks_for_a_share() -> None:
    with pytest.raises(PlanError, match="between 0 and 1"):
        Capture(1.0)


def test_years_before_anything_was_counted_teach_nobody(matrix: pd.DataFrame) -> None:
    quiet = matrix["as_of"] < AMONG[5].start
    played = hold(matrix.assign(outcome=matrix["outcome"].mask(quiet, 0)), "street")
    assert [fold.test for fold in played.folds] == list(AMONG[6:])
    with pytest.raises(TooEarly, match="have an outcome known before them; 1 are needed"):
        hold(matrix.assign(outcome=0), "street")
