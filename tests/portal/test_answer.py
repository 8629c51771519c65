"""The rule behind the sentence on top."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.decision import Decision
from lakehouse.portal.listed import Listed, listed
from lakehouse.portal.said.answer import answer, first_few, unscored
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

MakeRows = Callable[..., pd.DataFrame]


def of(rows: pd.DataFrame) -> Listed:
    return listed(Decision("premises_to_inspect_first", "list", "safety", rows))


@pytest.mark.parametrize(("scored", "first"), [(200, 100), (199, 50), (20, 10), (19, 0), (0, 0)])
def test_the_first_few_are_at_most_half(scored: int, first: int) -> None:
    assert first_few(scored) == first


@given(st.integers(0, 20000))
def test_the_first_few_leave_as_many_behind(scored: int) -> None:
    assert 0 <= 2 * first_few(scored) <= scored


def test_a_gain_is_said_beside_the_lot(make_rows: MakeRows, voice: Voice) -> None:
    rows = make_rows(300, 40)
    chances = rows["probability"].dropna()
    found = answer(of(rows.sample(frac=1, random_state=3)), voice)
    assert found.first == 100
    assert found.title == (
        f"Visit the first 100: about {round(chances[:100].sum())} are expected to have a critical "
        f"violation, against {round(100 * chances.mean())} of 100 drawn by lot"
    )


def test_firm_premises_are_counted(make_rows: MakeRows, voice: Voice) -> None:
    rows = make_rows(300, best=0.9)
    firm = int((rows["probability"] >= 0.8).sum())
    assert f", {firm} of them firm, against" in answer(of(rows), voice).title
    assert "firm" not in answer(of(make_rows(300, best=0.7)), voice).title


def test_an_order_without_gain_is_said_to_hardly_matter(make_rows: MakeRows, voice: Voice) -> None:
    rows = make_rows(300).assign(probability=0.2)
    assert answer(of(rows), voice).title.startswith(
        "The order hardly matters: about 20 of the first"
    )


def test_few_scores_or_no_probabilities_make_a_question(make_rows: MakeRows, voice: Voice) -> None:
    assert answer(of(make_rows(12)), voice).title == "Which of 12 scored premises first?"
    assert answer(of(make_rows(1)), voice).title.endswith("Only 1 has a score")
    unsure = make_rows(300).assign(probability=float("nan"))
    assert answer(of(unsure), voice) == answer(of(make_rows(300).assign(probability=None)), voice)
    assert answer(of(unsure), voice).first == 0


def test_nothing_scored_and_no_rows_are_two_different_sentences(
    make_rows: MakeRows, voice: Voice
) -> None:
    assert "could be scored" in answer(of(make_rows(0, 5)), voice).title
    assert "handed over" in answer(of(make_rows(0, 0)), voice).title


def test_reasons_and_scores_add_up(make_rows: MakeRows, words: Words) -> None:
    rows = make_rows(10, 7)
    rows.loc[rows.index[-2:], "why_no_score"] = None
    assert unscored(of(rows).without, words) == [("its licence has run out", 5), ("", 2)]
    assert sum(count for _, count in unscored(of(rows).without, words)) + 10 == len(rows)


def test_reasons_that_differ_in_one_number_are_one(make_rows: MakeRows, words: Words) -> None:
    rows = make_rows(10, 7)
    few = [f"Only {x} expected, fewer than 5: too few." for x in ("3.0", "4.5", "3.5")]
    apart = ["12 of 40 days are there", "30 of 31 days are there"]
    rows.loc[rows.index[-7:], "why_no_score"] = [*few, *apart, "no day", "no day"]
    assert unscored(of(rows).without, words) == [
        ("Only 3.0 to 4.5 expected, fewer than 5: too few.", 3),
        ("no day", 2),
        ("12 of 40 days are there", 1),
        ("30 of 31 days are there", 1),
    ]


def test_nothing_is_to_do_only_where_every_chance_is_unlikely(
    make_rows: MakeRows, voice: Voice
) -> None:
    any_list = Voice(voice.words, "beaches_to_close")
    calm = answer(of(make_rows(30, best=0.19)), any_list, only_if_likely=True)
    assert (
        calm.quiet
        and calm.title == "No new action: all 30 beaches are unlikely to exceed the limit"
    )
    assert not answer(of(make_rows(30, best=0.21)), any_list, only_if_likely=True).quiet
    assert not answer(of(make_rows(30, best=0.19)), voice).quiet


def test_small_numbers_keep_a_decimal_so_that_a_gain_is_not_rounded_away(
    make_rows: MakeRows, voice: Voice
) -> None:
    chances = [0.25] * 10 + [0.1] * 29
    found = answer(of(make_rows(39).assign(probability=chances)), voice)
    assert (found.told["expected"], found.told["lot"], found.gains) == ("2.5", "1.4", True)
    assert found.title.startswith("Visit the first 10: about 2.5 are expected")
    flat = answer(of(make_rows(39).assign(probability=[0.12] * 10 + [0.1] * 29)), voice)
    assert not flat.gains and flat.title.startswith("The order hardly matters")
