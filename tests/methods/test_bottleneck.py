"""Delay by hand, and stretches of hours that recur; what was not measured is not guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.methods.bottleneck import delay, recurrent_congestion


def day(congested: dict[int, int], days: int = 100) -> pd.DataFrame:
    hours = range(24)
    return pd.DataFrame(
        {
            "hour": hours,
            "days": days,
            "congested": [congested.get(h, 0) for h in hours],
            "speed": [20.0 if h in congested else 50.0 for h in hours],
            "lost": [float(h in congested) for h in hours],
        }
    )


def test_delay_is_the_time_beyond_that_at_free_flow() -> None:
    """60 vehicles at 20 instead of 30 miles per hour: (1/20 - 1/30) hours each, an hour in all."""
    assert delay([20.0], 30.0, [60.0]) == pytest.approx([1.0])
    assert delay([40.0], 30.0, [60.0]) == pytest.approx([0.0])
    assert np.isnan(delay([0.0, np.nan, 20.0], [30.0, 30.0, 0.0])).all()


def test_hours_side_by_side_are_one_stretch() -> None:
    found = recurrent_congestion(day({7: 60, 8: 80, 16: 50, 17: 100, 18: 90, 20: 49}))
    assert found[["from_hour", "to_hour"]].to_numpy().tolist() == [[7, 9], [16, 19]]
    assert found["share_congested"].to_numpy() == pytest.approx([0.7, 0.8])
    assert found["vehicle_hours_lost"].tolist() == [2, 3] and found["days"].tolist() == [100, 100]


def test_an_hour_that_nobody_measured_ends_a_stretch() -> None:
    gap = day({16: 90, 17: 90, 18: 90})
    assert len(recurrent_congestion(gap[gap["hour"] != 17])) == 2
    gap.loc[gap["hour"] == 17, "days"] = 0
    assert len(recurrent_congestion(gap)) == 2


def test_a_place_without_congestion_has_none() -> None:
    assert recurrent_congestion(day({8: 10})).empty
    assert recurrent_congestion(day({})[:0]).empty


@given(st.dictionaries(st.integers(0, 23), st.integers(0, 100)), st.permutations(range(24)))
def test_each_recurring_hour_is_in_one_stretch_whatever_the_order(
    congested: dict[int, int], order: list[int]
) -> None:
    found = recurrent_congestion(day(congested).iloc[order])
    inside = [h for r in found.itertuples() for h in range(int(r.from_hour), int(r.to_hour))]
    assert sorted(inside) == sorted(h for h, n in congested.items() if n >= 50)
    assert len(inside) == len(set(inside))
