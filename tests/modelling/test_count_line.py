"""The slope of counts on what was expected, and an interval that knows which rows are alike."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.modelling.count_line import count_slope


def drawn(true: float, seed: int, sites: int = 400, years: int = 5) -> tuple[np.ndarray, ...]:
    """Expected counts, counts and the site of each row; a site's luck stays with it."""
    rng = np.random.default_rng(seed)
    expected = np.repeat(rng.gamma(2, 0.5, sites) + 0.05, years)
    luck = np.repeat(rng.gamma(2, 0.5, sites), years)
    return expected, rng.poisson(luck * expected**true), np.repeat(np.arange(sites), years)


@pytest.mark.parametrize("true", [1.0, 0.5])
def test_the_interval_holds_the_slope_as_often_as_it_says(true: float) -> None:
    held = [
        slope.low <= true <= slope.high
        for slope in (count_slope(*drawn(true, seed)) for seed in range(60))
    ]
    # 95 % of 60 are 57; fewer than 51 would be luck once in two hundred times.
    assert sum(held) >= 51


def test_rows_that_are_alike_tell_less() -> None:
    expected, outcome, site = drawn(1.0, 3)
    alone, together = count_slope(expected, outcome), count_slope(expected, outcome, site)
    assert alone.value == together.value
    assert together.high - together.low > 1.2 * (alone.high - alone.low)


def test_too_little_counted_gives_no_line() -> None:
    assert np.isnan(count_slope([1.0, 2.0, 3.0], [10, 20, 19]).value)
    assert np.isnan(count_slope([2.0, 2.0], [50, 60]).value), "all the same was expected"
