"""Numbers and doubt as a person reads them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.said.figures import (
    about,
    as_day,
    chance_key,
    in_100,
    round_up,
    text_of,
    times_in,
)
from lakehouse.portal.said.wording import Words


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.0, "<1"), (0.0099, "<1"), (0.01, "1"), (0.174, "17"), (0.99, "99"), (0.991, ">99")],
)
def test_a_share_is_a_whole_number_that_never_says_certain(share: float, written: str) -> None:
    assert in_100(share) == written


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.8, "firm"), (0.7999, "close"), (0.795, "close"), (0.5, "close"), (0.494, "open"),
     (0.2, "open"), (0.194, "unlikely"), (0.0, "unlikely"), (8 * 0.1 - 1e-16, "firm")],
)  # fmt: skip
def test_the_word_follows_the_number_as_it_is_written(share: float, word: str) -> None:
    assert chance_key(share) == word


def test_a_share_below_firm_is_not_written_as_firm() -> None:
    assert [in_100(x) for x in (0.796, 0.8, 0.804, 0.498, 0.196)] == ["79", "80", "80", "50", "20"]


@given(st.floats(0, 1))
def test_number_and_word_never_disagree(share: float) -> None:
    written = float(in_100(share).strip("<>"))
    assert (chance_key(share) == "firm") == (written >= 80) == (round(share, 8) >= 0.8)


@given(st.floats(1, 1e7))
def test_about_keeps_three_figures(count: float) -> None:
    assert abs(about(count) - count) <= max(0.5, 0.005 * count)
    assert len(f"{about(count):.0f}".rstrip("0")) <= 3


def test_about_of_examples() -> None:
    assert (about(1234.5), about(33.4), about(0.2), about(0)) == (1230, 33, 0, 0)


@pytest.mark.parametrize(
    ("level", "pair"), [(0.9, (9, 10)), (0.95, (19, 20)), (0.99, (99, 100)), (0.8, (8, 10))]
)
def test_a_level_is_times_in(level: float, pair: tuple[int, int]) -> None:
    assert times_in(level) == pair


def test_an_axis_ends_at_a_full_tenth() -> None:
    assert [round_up(x) for x in (0.0, 0.3, 0.31, 1.0)] == [0.1, 0.3, 0.4, 1.0]


def test_days_and_text_of_cells() -> None:
    assert as_day(pd.Timestamp("2020-02-03 10:00")) == date(2020, 2, 3)
    assert as_day("2020-02-03") == date(2020, 2, 3)
    assert as_day(pd.NaT) is None
    assert as_day(None) is None
    assert (text_of(np.nan), text_of(None), text_of(" a ")) == ("", "", "a")


def test_numbers_and_days_in_words(words: Words) -> None:
    assert words.number(1234.5, 1) == "1,234.5"
    assert words.day(date(2014, 4, 16)) == "16 April 2014"
    assert words.short_day(date(2014, 9, 6)) == "6\u00a0Sep 2014"
    german = Words({"format.thousands": ".", "format.decimal": ","})
    assert german.number(1234.5, 1) == "1.234,5"
