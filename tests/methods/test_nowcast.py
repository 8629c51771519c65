"""The nowcast: exact where delays are exact, covering where they are drawn, honest at the edge."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.nowcast import nowcast, reported_by, reporting_triangle


def drawn(days: int = 80, level: float = 60, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Day and day of report of each case; delays fall off by 30 % a day."""
    rng = np.random.default_rng(seed)
    happened = np.repeat(np.arange(days), rng.poisson(level, days))
    return happened, happened + rng.geometric(0.3, len(happened)) - 1


def test_the_triangle_counts_by_day_and_delay() -> None:
    made = reporting_triangle([0, 0, 1, 1, 2], [0, 2, 1, 9, 2], today=2, longest=2)
    assert np.array_equal(made, [[1, 0, 1], [1, 0, np.nan], [1, np.nan, np.nan]], equal_nan=True)


def test_exact_delays_are_found_exactly() -> None:
    happened = np.repeat(np.arange(30), 10)
    delay = np.tile([0] * 5 + [1] * 3 + [2] * 2, 30)
    triangle = reporting_triangle(happened, happened + delay, today=29, longest=2)
    assert reported_by(triangle).tolist() == pytest.approx([0.5, 0.8, 1.0])
    made = nowcast(triangle, prior_weight=1e-9)
    assert made["reported"].iloc[-3:].tolist() == [10, 8, 5]
    assert made["expected"].tolist() == pytest.approx([10] * 30)


def test_intervals_hold_what_they_promise() -> None:
    held, off = [], []
    for seed in range(40):
        happened, reported = drawn(seed=seed)
        truth = np.bincount(happened, minlength=80)
        made = nowcast(reporting_triangle(happened, reported, today=79, longest=15)).iloc[-5:]
        held += list((made["low"] <= truth[-5:]) & (truth[-5:] <= made["high"]))
        off += list(made["expected"] - truth[-5:])
    assert 0.82 < np.mean(held) < 0.97
    assert abs(np.mean(off)) < 3


def test_a_day_without_any_report_is_not_a_day_without_cases() -> None:
    happened, reported = drawn()
    kept = ~((happened == 79) & (reported == 79))
    made = nowcast(reporting_triangle(happened[kept], reported[kept], today=79, longest=15))
    assert made["reported"].iloc[-1] == 0 and made["expected"].iloc[-1] > 5
    assert (made["low"] >= made["reported"]).all() and (made["high"] >= made["expected"] - 1).all()


def test_recent_days_follow_a_change_of_delays() -> None:
    happened, reported = drawn(days=120)
    slow = happened >= 60
    reported = reported + np.where(slow, 3, 0)
    triangle = reporting_triangle(happened, reported, today=119, longest=15)
    assert reported_by(triangle, recent=21)[2] < 0.05 < reported_by(triangle)[2]


def test_old_days_are_complete() -> None:
    happened, reported = drawn()
    made = nowcast(reporting_triangle(happened, reported, today=79, longest=10))
    assert (made["expected"].iloc[:70] == made["reported"].iloc[:70]).all()
    assert (made["low"].iloc[:70] == made["high"].iloc[:70]).all()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(PlanError, match="reported before they happened"):
        reporting_triangle([3], [2], today=5, longest=3)
    with pytest.raises(PlanError, match="No day is 15 days old"):
        nowcast(reporting_triangle([1, 2], [1, 3], today=5, longest=15))
