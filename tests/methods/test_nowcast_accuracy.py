"""Looking back, nowcasts are judged as made: promises kept are seen, and broken ones too."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.nowcast import nowcast, reporting_triangle
from lakehouse.methods.nowcast_accuracy import LEVELS, accuracy, backcast, weighted_interval_score


def drawn(days: int = 200, level: float = 60, slow_from: int = 999) -> tuple[np.ndarray, ...]:
    """Day and day of report of each case; from ``slow_from`` on all are 3 days later."""
    rng = np.random.default_rng(0)
    happened = np.repeat(np.arange(days), rng.poisson(level, days))
    delay = rng.geometric(0.35, len(happened)) - 1 + np.where(happened >= slow_from, 3, 0)
    return happened, happened + delay


def test_a_row_is_the_nowcast_that_was_made_then() -> None:
    happened, reported = drawn()
    made = backcast(happened, reported, [100], known=199)
    soon = reported - happened <= 15
    then = nowcast(reporting_triangle(happened[soon], reported[soon], 100, 15), level=0.8)
    rows = then.iloc[-15:].reset_index(drop=True)
    assert made["age"].tolist() == list(range(14, -1, -1)) and (made["made"] == 100).all()
    for ours, theirs in {"expected": "expected", "low_0.8": "low", "high_0.8": "high"}.items():
        np.testing.assert_allclose(made[ours], rows[theirs])
    truth = [((happened == day) & soon).sum() for day in made["day"]]
    assert made["truth"].tolist() == truth and (made["reported"] <= made["truth"]).all()


def test_what_comes_later_changes_nothing_but_the_truth() -> None:
    happened, reported = drawn()
    later = reported > 100
    moved = np.where(later, reported + 1, reported)
    one, two = (backcast(happened, r, [100], known=199) for r in (reported, moved))
    same = [c for c in one.columns if c not in ("truth", "score")]
    pd.testing.assert_frame_equal(one[same], two[same])


@pytest.mark.whole
def test_promises_are_kept_where_delays_stay_as_they_are() -> None:
    made = accuracy(backcast(*drawn(), range(40, 200), known=199, recent=28))
    assert made["age"].tolist() == list(range(15)) and (made["says"] == "").all()
    young = made[made["age"] <= 3]
    for level in LEVELS:
        assert young[f"coverage_{level}"].mean() == pytest.approx(level, abs=0.08)
    assert (young["error"] < 0.4 * young["reported_error"]).all()
    assert made["score"].is_monotonic_decreasing and made["bias"].abs().max() < 2


@pytest.mark.whole
def test_a_promise_broken_by_slower_reports_is_seen() -> None:
    rows = backcast(*drawn(slow_from=120), range(40, 200), known=199, recent=28)
    change = rows["made"].between(121, 128)
    broken, kept = accuracy(rows[change]), accuracy(rows[rows["made"] < 120])
    assert broken.loc[1, "coverage_0.95"] < 0.5 < 0.8 < kept.loc[1, "coverage_0.95"]
    assert broken.loc[1, "score"] > 3 * kept.loc[1, "score"]
    assert "Only 8 nowcasts" in broken.loc[1, "says"]


def test_days_without_their_truth_are_left_out() -> None:
    made = backcast(*drawn(100), range(60, 100), known=99)
    assert made["day"].max() == 99 - 15 and made["made"].max() == 98
    assert made.notna().all(axis=None)


def test_the_score_by_hand() -> None:
    bounds = {0.8: pd.DataFrame({"low": [5.0, 5.0], "high": [9.0, 9.0]})}
    made = weighted_interval_score(np.array([7.0, 12.0]), np.array([6.0, 6.0]), bounds)
    assert made.tolist() == pytest.approx([(0.5 + 0.4) / 1.5, (3 + 0.4 + 3) / 1.5])


def test_zeros_only_are_judged_too() -> None:
    empty = np.array([], dtype=int)
    made = accuracy(backcast(empty, empty, range(40, 100), known=99))
    assert (made["coverage_0.95"] == 1).all() and made.notna().all(axis=None)


def test_nothing_to_judge_is_said() -> None:
    rows = backcast(*drawn(40), [39], known=39)
    made = accuracy(rows)
    assert rows.empty and made["nowcasts"].tolist() == [0] and "Only 0" in made["says"].iloc[0]
    assert made.notna().all(axis=None)
    with pytest.raises(PlanError, match="On none of the days"):
        backcast(*drawn(40), [3, 50], known=39)
    with pytest.raises(PlanError, match="before they happened"):
        backcast([5], [4], [20], known=39)
