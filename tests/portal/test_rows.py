"""Rows, bars and reasons of the list."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.decision import Decision
from lakehouse.portal.drawn.axis import Bar, bar_of, chance_axis, count_axis, round_step
from lakehouse.portal.listed import Listed, key_of, listed
from lakehouse.portal.rows import axis_of, rows_of
from lakehouse.portal.said.reason import reason_in_words
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

MakeRows = Callable[..., pd.DataFrame]


def of(rows: pd.DataFrame) -> Listed:
    return listed(Decision("premises_to_inspect_first", "list", "safety", rows))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "violations, as a multiple of the city's average: 3.1 (typical 1)",
            "violations: 3.1\u00a0×\u00a0city",
        ),
        ("serves alcohol (1 yes): 1 (typical 0)", "serves alcohol"),
        ("serves alcohol (1 yes): 0 (typical 1)", "not so: serves alcohol"),
        ("complaints close by: 41.0 (typical 2.8)", "complaints close by: 41.0 (typical 2.8)"),
        ("a sentence of its own", "a sentence of its own"),
        ("nothing else stands out", ""),
        ("A & B {0}: 2 (typical 1)", "A & B {0}: 2 (typical 1)"),
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
    found = of(make_rows(50))
    assert axis_of(found, found.ranked).end == 0.6
    bare = of(make_rows(50).assign(probability=float("nan"), probability_high=float("nan")))
    assert axis_of(bare, bare.ranked).end == 1


def test_axes_end_at_round_numbers_and_have_few_of_them() -> None:
    assert [label for _, label in chance_axis(0.43).ticks] == ["0", "10", "20", "30", "40", "50"]
    assert count_axis(6.3) == count_axis(7.9)
    assert [label for _, label in count_axis(6.3).ticks] == ["0", "2", "4", "6", "8"]
    assert [label for _, label in count_axis(0.9).ticks] == [
        "0.0",
        "0.2",
        "0.4",
        "0.6",
        "0.8",
        "1.0",
    ]
    assert count_axis(0).end == 1
    line = count_axis(443, 4, lowest=371)
    assert (line.start, line.end) == (360, 460) and line.ticks[0] == (0, "360")
    assert count_axis(443, 4, lowest=200).start == 0


@given(st.floats(0.001, 1e6))
def test_an_axis_of_counts_holds_its_highest_value(highest: float) -> None:
    axis = count_axis(highest)
    assert highest <= axis.end * (1 + 1e-9) and len(axis.ticks) <= 6
    assert round_step(highest) >= highest * (1 - 1e-9)


def test_the_key_is_an_id_or_the_first_text_of_its_own() -> None:
    stamp = {"rank": [1], "candidate": ["x"], "reason_1": ["y"], "model_name": ["m"]}
    assert key_of(pd.DataFrame(stamp | {"beach": ["b"]})) == "beach"
    assert key_of(pd.DataFrame({"name": ["n"], "trap": ["t"], "trap_id": ["1"]})) == "trap_id"


def test_a_list_of_counts_has_counts_and_no_words_for_chance(words: Words) -> None:
    rows = pd.DataFrame({"rank": [1, 2], "spot": ["a", "b"], "expected": [3.25, 0.4],
                         "expected_low": [2.0, 0.1], "expected_high": [5.0, None]})  # fmt: skip
    found = listed(Decision("spots", "list", "other", rows))
    first, second = rows_of(found, found.ranked, 1, Voice(words, "spots"))
    assert not found.chance
    assert (first.value, first.word, first.low, first.high) == ("3.2", "", "2.0", "5.0")
    assert (second.bar, second.low, second.name) == (None, "", "b")
    assert [str(said) for said in first.told] == ["Known as a."]


def test_rows_are_in_order_and_say_what_is_missing(make_rows: MakeRows, voice: Voice) -> None:
    frame = make_rows(30, 5).sample(frac=1, random_state=1)
    frame["name"] = frame["name"].where(frame["rank"] != 2, None)
    frame["last_visit_on"] = frame["last_visit_on"].where(frame["rank"] != 2, None)
    frame["probability_low"] = frame["probability_low"].where(frame["rank"] != 3)
    found = of(frame)
    rows = rows_of(found, found.ranked, 10, voice)
    assert [row.rank for row in rows] == list(range(1, 31))
    assert rows[1].name == "[x]"
    assert [said.split(":")[0] for said in rows[0].told] == [
        "Kind",
        "Last visit",
        "Expected harm",
        "Licence 100000.",
    ]
    assert [said.split(":")[0] for said in rows[1].told] == [
        "Kind",
        "Expected harm",
        "Licence 100001.",
    ]
    assert (rows[2].bar, rows[2].low) == (None, "")
    assert rows[2].value != ""
    assert [row.rank for row in rows if row.by_lot] == [6, 16, 26]
    assert [row.first for row in rows].count(True) == 10
    assert rows[0].reasons[1:2] == ("serves alcohol",)
