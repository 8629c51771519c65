"""The rule behind the sentence on top."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.answer import answer, first_few, unscored
from lakehouse.portal.wording import Words

MakeRows = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(("scored", "first"), [(200, 100), (199, 50), (20, 10), (19, 0), (0, 0)])
def test_the_first_few_are_at_most_half(scored: int, first: int) -> None:
    assert first_few(scored) == first


@given(st.integers(0, 20000))
def test_the_first_few_leave_as_many_behind(scored: int) -> None:
    assert 0 <= 2 * first_few(scored) <= scored


def test_a_gain_is_said_beside_the_lot(make_rows: MakeRows, words: Words) -> None:
    rows = make_rows(300, 40)
    chances = rows["probability"].dropna()
    found = answer(rows.sample(frac=1, random_state=3), words)
    assert found.first == 100
    assert found.title == (
        f"Visit the first 100: about {round(chances[:100].sum())} are expected to have a critical "
        f"violation, against {round(100 * chances.mean())} of 100 drawn by lot"
    )


def test_firm_premises_are_counted(make_rows: MakeRows, words: Words) -> None:
    rows = make_rows(300, best=0.9)
    firm = int((rows["probability"].mul(100).round() >= 80).sum())
    assert f", {firm} of them firm, against" in answer(rows, words).title
    assert "firm" not in answer(make_rows(300, best=0.7), words).title


def test_an_order_without_gain_is_said_to_hardly_matter(make_rows: MakeRows, words: Words) -> None:
    rows = make_rows(300).assign(probability=0.2)
    assert answer(rows, words).title.startswith("The order hardly matters: about 20 of the first")


def test_few_scores_or_no_probabilities_make_a_question(make_rows: MakeRows, words: Words) -> None:
    assert answer(make_rows(12), words).title == "Which of 12 scored premises first?"
    assert answer(make_rows(1), words).title.endswith("Only 1 has a score")
    unsure = make_rows(300).assign(probability=float("nan"))
    assert answer(unsure, words) == answer(make_rows(300).assign(probability=None), words)
    assert answer(unsure, words).first == 0


def test_nothing_scored_and_no_rows_are_two_different_sentences(
    make_rows: MakeRows, words: Words
) -> None:
    assert "could be scored" in answer(make_rows(0, 5), words).title
    assert "handed over" in answer(make_rows(0, 0), words).title


def test_reasons_and_scores_add_up(make_rows: MakeRows) -> None:
    rows = make_rows(10, 7)
    rows.loc[rows.index[-2:], "why_no_score"] = None
    assert unscored(rows) == [("its licence has run out", 5), ("", 2)]
    assert sum(count for _, count in unscored(rows)) + 10 == len(rows)
