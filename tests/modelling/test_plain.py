"""Plain candidates do what a person would do on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.plain import RankBy, ShrunkRate
from lakehouse.modelling.rule import Condition, Rule

ROWS = pd.DataFrame(
    {
        "days": [10.0, 30.0, np.nan],
        "bad": [0, 2, np.nan],
        "seen": [0, 4, np.nan],
        "kind": ["School", None, "Bakery"],
        "late": [True, False, None],
    }
)
NONE = np.zeros(3)


def test_rank_by_takes_the_median_for_what_is_missing() -> None:
    assert list(RankBy("days").fit(ROWS, NONE).score(ROWS)) == [10, 30, 20]
    assert list(RankBy("days", ascending=True).fit(ROWS, NONE).score(ROWS)) == [-10, -30, -20]
    assert list(RankBy("days", missing=99).fit(ROWS, NONE).score(ROWS)) == [10, 30, 99]


def test_rank_by_a_column_without_any_value_is_the_same_for_all() -> None:
    empty = ROWS.assign(days=np.nan)
    assert list(RankBy("days").fit(empty, NONE).score(empty)) == [0, 0, 0]


def test_the_median_is_learnt_not_taken_from_the_rows_scored() -> None:
    fitted = RankBy("days").fit(ROWS, NONE)
    assert list(fitted.score(ROWS[2:])) == [20]


def test_a_rate_is_drawn_to_the_mean_by_its_strength() -> None:
    fitted = ShrunkRate("bad", "seen", 4).fit(ROWS, NONE)
    # 2 of 4 in all; a row never seen is at the mean, whether 0 or missing.
    assert list(fitted.score(ROWS)) == [0.5, 0.5, 0.5]
    assert fitted.score(pd.DataFrame({"bad": [4], "seen": [4]}))[0] == pytest.approx(6 / 8)
    bare = ShrunkRate("bad", "seen", 0).fit(ROWS, NONE)
    assert list(bare.score(pd.DataFrame({"bad": [3, 0], "seen": [4, 0]}))) == [0.75, 0.5]


def test_the_numerator_pushes_up_and_the_denominator_down() -> None:
    fitted = ShrunkRate("bad", "seen", 1).fit(pd.DataFrame({"bad": [1, 1], "seen": [2, 4]}), NONE)
    parts = fitted.contributions(pd.DataFrame({"bad": [3], "seen": [9]}))
    assert parts["bad"][0] > 0 > parts["seen"][0]


def test_a_rule_adds_the_points_of_what_holds() -> None:
    rule = Rule(
        (
            Condition("bad", "at least", 2, 3.0),
            Condition("days", "below", 20),
            Condition("kind", "is", "Bakery", 0.5),
            Condition("late", "is", True, 10),
        )
    )
    assert list(rule.fit(ROWS, NONE).score(ROWS)) == [11, 3, 0.5]
    assert rule.fit(ROWS, NONE).features == ("bad", "days", "kind", "late")


def test_impossible_rules_are_refused() -> None:
    with pytest.raises(PlanError, match="without conditions"):
        Rule(())
    with pytest.raises(PlanError, match="neither above nor below"):
        Rule((Condition("kind", "below", "School"),))
    with pytest.raises(PlanError, match=r"no column dayz .did you mean days"):
        RankBy("dayz").fit(ROWS, NONE)
