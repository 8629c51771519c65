"""Releases of different days are attacked together where the days that they count overlap."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lakehouse.declare import Column, Result
from lakehouse.run.releases.disclosure import attacked
from tests.drawn_result import ABOUT

COLUMNS = (
    Column("disease", "string", "The germ."),
    Column("reported", "int", "Reports."),
    Column("first", "date", "First day counted."),
    Column("last", "date", "Last day counted."),
)
ROLLING = Result(
    "published.counts",
    "One row per germ.",
    ("disease",),
    COLUMNS,
    withhold_under=5,
    withheld=("reported",),
    counts_over=("first", "last"),
    **ABOUT,
)
DAY = timedelta(days=1)
START = date(2024, 1, 1)


def window(counts: np.ndarray, last: int, length: int = 7) -> pd.DataFrame:
    """What a release tells that counts the ``length`` days up to the day numbered ``last``."""
    number = int(counts[last - length + 1 : last + 1].sum())
    days = START + (last - length + 1) * DAY, START + last * DAY
    row = ("flu", number if number >= 5 else None, *days)
    return pd.DataFrame([row], columns=["disease", "reported", "first", "last"])


def released(counts: np.ndarray, every: int) -> list[pd.DataFrame]:
    return [window(counts, last) for last in range(6, len(counts), every)]


def test_a_week_that_rolls_on_each_day_tells_in_the_end_of_single_days() -> None:
    counts = np.random.default_rng(3).poisson(2.0, 70)
    *past, now = released(counts, 1)
    found = attacked(ROLLING, now, {f"r{n}": each for n, each in enumerate(past)})
    assert found and all("flu / 2024-0" in each for each in found)
    assert not any(str(int(counts[-1])) == each.split()[-1] for each in found)


def test_weeks_with_no_day_in_common_tell_nothing() -> None:
    counts = np.random.default_rng(3).poisson(2.0, 70)
    *past, now = released(counts, 7)
    assert attacked(ROLLING, now, {f"r{n}": each for n, each in enumerate(past)}) == []


def test_two_windows_whose_difference_is_few_are_found_and_wide_ones_are_not() -> None:
    counts = np.array([9, 0, 4, 3, 0, 0, 0, 9, 1, 12, 8, 4, 9, 7, 11, 8])
    (found, *more) = attacked(ROLLING, window(counts, 8), {"r1": window(counts, 8, 8)})
    assert found.endswith("flu / 2024-01-02 to 2024-01-02"), "a day on which nobody was counted"
    assert all(each.startswith("one published number less another") for each in more)
    wide = attacked(ROLLING, window(counts, 15), {"r1": window(counts, 13)})
    assert wide == []


def test_what_earlier_releases_tell_by_themselves_holds_no_later_one_back() -> None:
    counts = np.random.default_rng(3).poisson(2.0, 70)
    past = {f"r{n}": each for n, each in enumerate(released(counts, 1))}
    later = window(np.concatenate([counts, [9] * 14]), 83)
    assert attacked(ROLLING, later, past) == []


def test_the_same_days_told_twice_are_one_number() -> None:
    counts = np.full(20, 3)
    now, grown = window(counts, 10), window(counts, 10).assign(reported=23)
    assert attacked(ROLLING, now, {"r1": now}) == []
    assert len(attacked(ROLLING, grown, {"r1": now})) == 1


def test_windows_that_contradict_each_other_bind_nothing() -> None:
    counts = np.full(20, 3)
    late = window(counts, 9).assign(reported=60)
    assert attacked(ROLLING, late, {"r1": window(counts, 10)}) == []
