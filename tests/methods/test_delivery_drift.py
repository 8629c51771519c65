"""A delivery is held against those before it, of its own weekday where there are enough."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.methods.delivery_drift import usual_counts, usual_shares


def test_nothing_is_expected_until_four_were_before() -> None:
    found = usual_counts([100] * 6, ["any"] * 6)
    assert np.isnan(found.expected[:4]).all() and found.expected[4:].tolist() == [100, 100]
    # By chance alone a count of 100 varies by its root, 10.
    assert (found.low[4], found.high[4]) == (60, 140)


def test_sundays_are_compared_with_sundays() -> None:
    week, days = [100] * 6 + [10], list(range(7))
    found = usual_counts([*week * 5, 100], [*days * 5, 6])
    # The fifth Sunday has four before it; the same number as on other days is too many.
    assert found.expected[34] == 10 and found.expected[35] == 10
    assert found.high[35] == pytest.approx(10 + 4 * np.sqrt(10)) and found.high[35] < 100


def test_what_varied_before_may_vary_again() -> None:
    counts = [80, 120, 60, 140, 100]
    found = usual_counts(counts, [0] * 5)
    assert found.expected[4] == 100 and found.high[4] == pytest.approx(100 + 4 * 1.4826 * 30)


@pytest.mark.parametrize(("broken", "worse"), [(3, False), (5, True)])
def test_of_a_feed_without_a_broken_row_a_few_are_no_drift(broken: int, worse: bool) -> None:
    found = usual_shares([0, 0, 0, 0, broken], [1000] * 5, [0] * 5)
    assert (broken / 1000 > found.high[4]) == worse


def test_a_large_delivery_tells_more_than_a_small_one() -> None:
    found = usual_shares([10, 10, 10, 10, 3, 600], [1000] * 4 + [100, 20_000], [0] * 6)
    # 3 of 100 may be 1 percent by chance, 3 percent of 20,000 may not.
    assert found.high[4] > 0.03 and found.high[5] < 0.03


def test_a_delivery_without_rows_is_no_mistake_of_ours() -> None:
    found = usual_shares([0] * 5, [10, 10, 10, 10, 0], [0] * 5)
    assert found.expected[4] == 0 and np.isfinite(found.high[4])
