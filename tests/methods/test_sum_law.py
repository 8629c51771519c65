"""Sums of counts are as likely as among all ways to lay them out: counted one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.sum_law import chance_of_sums, chance_of_sums_around

COUNTS = np.array([0, 0, 1, 3, 5, 2, 2, 9])


def by_hand(counts: np.ndarray, drawn: int, seen: int) -> float:
    sums = np.array([sum(some) for some in combinations(counts, drawn)])
    return float(min(1.0, 2 * min((sums >= seen).mean(), (sums <= seen).mean())))


@pytest.mark.parametrize("drawn", [0, 1, 3, 7, 8])
def test_a_sum_is_as_likely_as_among_all_draws(drawn: int) -> None:
    sums = np.arange(24)
    made = chance_of_sums(COUNTS, np.full(24, drawn), sums)
    assert made == pytest.approx([by_hand(COUNTS, drawn, s) for s in sums], abs=1e-12)


@pytest.mark.parametrize(("drawn", "repeated"), [(0, 1), (2, 1), (3, 2), (6, 1), (7, 1)])
def test_a_place_that_keeps_its_count_is_not_drawn(drawn: int, repeated: int) -> None:
    counts, sums = np.tile(COUNTS, repeated), np.arange(30)
    for at in (0, 3, 7):
        made = chance_of_sums_around(counts, np.full(30, counts[at]), np.full(30, drawn), sums)
        others = np.delete(counts, at)
        assert made == pytest.approx([by_hand(others, drawn, s) for s in sums], abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "drawn", "says"),
    [([0.5, 1], 1, "whole number"), ([-1, 1], 1, "whole number"), ([1, 2], 3, "cannot be drawn")],
)
def test_what_is_no_count_is_refused(counts: list[float], drawn: int, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        chance_of_sums(counts, [drawn], [1])


def test_counts_too_large_to_be_counted_out_are_refused() -> None:
    with pytest.raises(PlanError, match="too many ways"):
        chance_of_sums(np.arange(10_000) * 100, [9], [5_000_000])
