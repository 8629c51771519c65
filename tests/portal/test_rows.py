"""Rows, bars and reasons of the list."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.reason import reason_in_words
from lakehouse.portal.rows import Bar, axis_end, bar_of, ranked, rows_of
from lakehouse.portal.wording import Words

MakeRows = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "violations, as a multiple of the city's average: 3.1 (typical 1)",
            "violations: 3.1\u00a0×\u00a0city",
        ),
        ("serves alcohol (1 yes): 1 (typical 0)", "serves alcohol"),
        ("serves alcohol (1 yes): 0 (typical 1)", "not so: serves alcohol"),
        ("complaints close by: 41.0 (typical 2.8)", "complaints close by: 41.0 (city 2.8)"),
        ("a sentence of its own", "a sentence of its own"),
        ("nothing else stands out", ""),
        ("A & B {0}: 2 (typical 1)", "A & B {0}: 2 (city 1)"),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_reasons_read_as_a_person_says_them(reason: object, said: str, words: Words) -> None:
    assert reason_in_words(reason, words) == said


def test_bars_share_one_axis() -> None:
    assert bar_of(0.1, 0.3, 0.2, end=0.4) == Bar(25, 75, 50)
    assert bar_of(0.5, 0.6, 0.55, end=0.65, start=0.45) == Bar(25, 75, 50)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.sampled_from([0.1, 0.5, 1.0]))
def test_a_dot_lies_inside_its_bar_and_the_axis(ends: list[float], end: float) -> None:
    low, dot, high = sorted(ends)
    bar = bar_of(low, high, dot, end)
    assert 0 <= bar.low <= bar.dot <= bar.high <= 100


def test_the_axis_holds_the_highest_range(make_rows: MakeRows) -> None:
    rows = make_rows(50)
    assert axis_end(rows) == 0.6
    assert axis_end(rows.assign(probability=float("nan"), probability_high=float("nan"))) == 1


def test_rows_are_in_order_and_say_what_is_missing(make_rows: MakeRows, words: Words) -> None:
    frame = make_rows(30, 5).sample(frac=1, random_state=1)
    frame["name"] = frame["name"].where(frame["rank"] != 2, None)
    frame["last_visit_on"] = frame["last_visit_on"].where(frame["rank"] != 2, None)
    frame["probability_low"] = frame["probability_low"].where(frame["rank"] != 3)
    rows = rows_of(ranked(frame), 10, words)
    assert [row.rank for row in rows] == list(range(1, 31))
    assert (rows[1].name, rows[1].last_visit) == ("[x]", "")
    assert (rows[2].bar, rows[2].low) == (None, "")
    assert rows[2].chance != ""
    assert [row.rank for row in rows if row.by_lot] == [6, 16, 26]
    assert [row.first for row in rows].count(True) == 10
    assert rows[0].reasons[1:2] == ("serves alcohol",)
