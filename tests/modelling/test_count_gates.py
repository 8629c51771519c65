"""Bad models of counts, each refused by its gate, and a good one that passes them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.gates import Fair, Gates
from lakehouse.declare.judge import Capture
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.gates import gate as gates
from lakehouse.modelling.gates.gate import Gate
from lakehouse.modelling.gates.numbers import counts_hold
from lakehouse.modelling.learners import Candidate, EmpiricalBayes, RankBy
from tests.modelling.test_count_contest import AMONG, draw

GOOD = EmpiricalBayes("rate", "years", ("street",))
FEATURES = ("before", "last", "rate", "years", "street", "brilliant")


@dataclass(frozen=True)
class Bent:
    """Good expected counts, spoilt on purpose."""

    how: str
    plain: bool = False
    log_odds: bool = True
    says: str = "Spoilt on purpose."

    def looks_at(self, features: Any) -> tuple[str, ...]:
        return (*GOOD.looks_at(features), "last", "brilliant")

    def fit(self, X: pd.DataFrame, y: Any) -> Any:
        return Spoilt(self.how, GOOD.fit(X, y))


@dataclass(frozen=True)
class Spoilt:
    how: str
    fitted: Any

    @property
    def features(self) -> tuple[str, ...]:
        return (*self.fitted.features, "last", "brilliant")

    def score(self, X: pd.DataFrame) -> Any:
        score = self.fitted.score(X)
        if self.how == "too extreme":
            return 2 * score
        # Outside the year in which it is brilliant it knows the last year alone.
        return np.where(X["brilliant"] == 1, score, np.log(X["last"] + 0.2))


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    made = draw(0.6, 1, sites=600)
    rng = np.random.default_rng(2)
    made["brilliant"] = (made["as_of"] == AMONG[4].start).astype(float)
    made["almost_it"] = made["outcome"] + 0.01 * rng.random(len(made))
    made["strict"] = made["outcome"] + rng.normal(size=len(made))
    made["district"] = np.where(made["site"] % 2, "north", "south")
    return made


def hold(matrix: pd.DataFrame, learner: Candidate, *more: str, **asked: Any) -> Contest:
    """A contest of one learner against the record, over five years."""
    players: dict[str, Candidate] = {"plain": RankBy("rate"), "learner": learner}
    judge = Capture(0.05, also=())
    return count_contest(
        *(matrix, (*FEATURES, *more), players, AMONG, judge),
        about="site",
        gates=Gates(**asked),
        draws=30,
    )


def of(played: Contest, name: str) -> Gate:
    return next(g for g in played.gates if (g.candidate, g.name) == ("learner", name))


def refuses(played: Contest, name: str) -> str:
    """Check that the learner was kept out by this gate first, and said so; its reason."""
    assert of(played, name).verdict == FAIL
    assert played.winner == "plain" and played.failed["learner"] == of(played, name).reason
    return played.failed["learner"]


def test_good_expected_counts_pass_every_gate(matrix: pd.DataFrame) -> None:
    played = hold(matrix, GOOD, fair=Fair("district", 0.3, band=(0.5, 2.0)))
    assert played.winner == "learner" and not played.failed
    assert {g.name for g in played.gates if g.candidate == "learner"} == set(gates.ORDER)


def test_one_twice_too_extreme_is_refused_though_its_total_is_right(matrix: pd.DataFrame) -> None:
    played = hold(matrix, Bent("too extreme"), level_within=(0.5, 2.0))
    said = refuses(played, gates.CALIBRATED)
    assert "expected counts of learner do not hold" in said and "slope is 0.5" in said
    assert of(played, gates.BASELINE).verdict == PASS


def test_one_no_better_than_the_record_is_refused(matrix: pd.DataFrame) -> None:
    said = refuses(hold(matrix, RankBy("last", plain=False)), gates.BASELINE)
    assert "does not find more than plain" in said


def test_one_that_knows_the_future_is_refused(matrix: pd.DataFrame) -> None:
    sees = RankBy("strict", plain=False)
    said = refuses(hold(matrix, sees, "strict", known_later=("strict",)), gates.FUTURE)
    assert "changed after the day of the list" in said
    said = refuses(hold(matrix, sees, "strict", about_observer=("strict",)), gates.OBSERVER)
    assert "looks at strict: who observed" in said


def test_one_too_good_to_be_true_is_refused(matrix: pd.DataFrame) -> None:
    played = hold(matrix, RankBy("almost_it", plain=False), "almost_it")
    said = refuses(played, gates.TOO_GOOD)
    assert "pei first 5 percent of learner is 1.000" in said
    # The best list there is finds less than half: the bar is what could be found.
    found = played.summary.query("candidate == 'learner' and measure == @played.judged_on")
    assert found["value"].iloc[0] < 0.6


def test_one_that_is_good_in_one_year_only_is_refused(matrix: pd.DataFrame) -> None:
    played = hold(matrix, Bent("brilliant"), slope_within=(0.1, 9), level_within=(0.1, 9))
    assert of(played, gates.STABLE).verdict == FAIL
    assert "its advantage comes from a few" in of(played, gates.STABLE).reason
    assert played.winner == "plain"


def test_one_that_sends_everybody_to_one_district_is_refused(matrix: pd.DataFrame) -> None:
    # In the north streets are what counts, in the south nothing is known of them.
    north = matrix["district"] == "north"
    unlike = matrix.assign(street=matrix["street"] + 3 * north)
    fair = Fair("district", 0.2, rates=("selected",))
    played = hold(unlike, RankBy("street", plain=False), fair=fair)
    gate = of(played, gates.FAIR)
    assert gate.verdict == FAIL and "does not treat groups alike" in gate.reason
    assert played.winner == "plain"


def told(value: float, half: float) -> pd.Series:
    return pd.Series({"value": value, "low": value - half, "high": value + half})


@pytest.mark.parametrize(
    ("level", "slope", "band", "verdict"),
    [
        (told(1, 0.1), told(1.05, 0.1), (1, 1), PASS),
        (told(1, 0.1), told(0.5, 0.1), (1, 1), FAIL),
        (told(1, 0.1), told(1.1, 0.05), (1, 1), FAIL),
        (told(1, 0.1), told(1.1, 0.05), (0.8, 1.25), PASS),
        (told(2, 0.1), told(1, 0.1), (1, 1), FAIL),
        (told(1.3, 0.2), told(1, 0.1), (1, 1), INSUFFICIENT),
        (told(1, 0.1), None, (1, 1), INSUFFICIENT),
        (None, None, (1, 1), INSUFFICIENT),
    ],
)
def test_counts_hold_by_their_level_and_by_their_slope(
    level: Any, slope: Any, band: tuple[float, float], verdict: str
) -> None:
    assert counts_hold("a", level, slope, ((0.8, 1.25), band)).verdict == verdict
