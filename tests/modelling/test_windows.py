"""Windows are whole months one after the other, and none is learnt from before it is over."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.windows import (
    Window,
    as_of_for,
    folds,
    in_windows,
    months_later,
    windows,
    windows_before,
    with_rows,
)

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
months = st.integers(1, 14)
few = settings(deadline=None, max_examples=60)


def test_windows_are_calendar_months_within_the_data() -> None:
    assert windows(date(2011, 9, 1), date(2012, 2, 28)) == (
        Window(date(2011, 9, 1), date(2011, 11, 1)),
        Window(date(2011, 11, 1), date(2012, 1, 1)),
    )
    # The 29th completes the third.
    assert len(windows(date(2011, 9, 1), date(2012, 2, 29))) == 3


def test_windows_start_on_the_next_month_or_on_the_anchor() -> None:
    assert windows(date(2011, 9, 2), date(2012, 12, 31))[0].start == date(2011, 10, 1)
    anchored = windows(date(2011, 9, 2), date(2012, 12, 31), anchor=date(2020, 3, 1))
    assert anchored[0].start == date(2011, 11, 1)
    assert windows(date(2012, 1, 10), date(2012, 2, 20)) == ()


@few
@given(days, days, months, st.none() | days)
def test_windows_follow_each_other_and_stay_inside(
    first: date, last: date, span: int, anchor: date | None
) -> None:
    found = windows(first, last, span, anchor)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert all(first <= w.start and w.end <= last + timedelta(days=1) for w in found)
    if found:
        # No further window would fit at the end.
        assert months_later(found[-1].end, span) > last - timedelta(days=31)


def test_windows_before_count_back_from_the_month_or_from_the_day() -> None:
    back = windows_before(date(2014, 4, 16), date(2013, 12, 1))
    assert back == (
        Window(date(2013, 12, 1), date(2014, 2, 1)),
        Window(date(2014, 2, 1), date(2014, 4, 1)),
    )
    exact = windows_before(date(2014, 4, 16), date(2013, 12, 1), whole_months=False)
    assert exact == (
        Window(date(2013, 12, 16), date(2014, 2, 16)),
        Window(date(2014, 2, 16), date(2014, 4, 16)),
    )
    assert windows_before(date(2014, 4, 16), date(2014, 3, 1)) == ()


def test_a_31st_is_not_worn_down_by_short_months() -> None:
    back = windows_before(date(2014, 3, 31), date(2013, 1, 1), months=1, whole_months=False)
    assert [w.end for w in back[-3:]] == [date(2014, 1, 31), date(2014, 2, 28), date(2014, 3, 31)]


@few
@given(days, days, months, st.booleans())
def test_windows_before_end_at_as_of_and_touch(
    as_of: date, first: date, span: int, whole: bool
) -> None:
    found = windows_before(as_of, first, span, whole)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert all(w.start >= first for w in found)
    assert not found or found[-1].end == (as_of.replace(day=1) if whole else as_of)


def test_as_of_is_the_start_of_the_window_and_missing_outside() -> None:
    among = windows(date(2013, 1, 1), date(2013, 4, 30))
    dates = pd.Series([date(2013, 2, 28), date(2013, 3, 1), date(2013, 5, 1)], index=[7, 8, 9])
    found = as_of_for(dates, among)
    assert list(found[[7, 8]]) == [pd.Timestamp(2013, 1, 1), pd.Timestamp(2013, 3, 1)]
    assert pd.isna(found[9])


def test_a_fold_learns_only_from_windows_that_are_over() -> None:
    monthly = [Window(date(2013, m, 1), date(2013, m + 2, 1)) for m in range(1, 7)]
    found = folds(monthly[::-1], train_at_least=2)
    assert [f.test.start.month for f in found] == [4, 5, 6]
    assert found[0].train == tuple(monthly[:2])
    assert all(w.end <= f.test.start for f in found for w in f.train)
    assert folds(monthly[:2], 1) == ()


def test_windows_without_a_list_are_left_out() -> None:
    among = windows(date(2013, 1, 1), date(2013, 12, 31))
    listed = pd.Series(pd.to_datetime(["2013-06-30", "2013-07-02", "2013-09-01"]), index=[3, 4, 9])
    assert [w.start.month for w in with_rows(among, listed)] == [5, 7, 9]
    assert list(in_windows(listed, among[2:4])) == [True, True, False]
    assert with_rows(among, listed[:0]) == ()


def test_impossible_windows_are_refused() -> None:
    with pytest.raises(PlanError, match="holds no day"):
        Window(date(2013, 1, 1), date(2013, 1, 1))
    with pytest.raises(PlanError, match="0 months"):
        windows(date(2013, 1, 1), date(2013, 9, 1), months=0)
    with pytest.raises(PlanError, match="train_at_least is 0"):
        folds([], 0)


def test_a_window_is_named_by_its_first_and_last_day() -> None:
    assert Window(date(2013, 1, 1), date(2013, 3, 1)).name == "2013-01-01 to 2013-02-28"
