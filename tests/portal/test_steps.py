"""What the first k of a list are expected to give, for each k."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from lakehouse.portal.decision import Decision
from lakehouse.portal.listed import listed
from lakehouse.portal.rows import MOST
from lakehouse.portal.said.answer import answer
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.steps import Steps, steps_of

MakeRows = Callable[..., pd.DataFrame]
FOOD = "premises_to_inspect_first"


def steps(rows: pd.DataFrame, voice: Voice) -> Steps | None:
    found = listed(Decision(voice.name, "list", "safety", rows))
    return steps_of(found.ranked, found.ranked.head(MOST), answer(found, voice), voice)


def test_the_numbers_of_each_k_are_sums_over_the_first_k(make_rows: MakeRows, voice: Voice) -> None:
    rows = make_rows(300, 40)
    made = steps(rows, voice)
    assert made is not None and (made.first, made.most) == (100, 149)
    values = rows["probability"].dropna()
    expected, lot, more = (x.split("|") for x in (made.expected, made.lot, made.more))
    assert len(expected) == len(lot) == len(more) == 149
    assert expected[0] == f"{values[0]:.1f}" and expected[9] == f"{values[:10].sum():.1f}"
    assert expected[99] == f"{values[:100].sum():.0f}"
    assert lot[9] == f"{10 * values.mean():.1f}" and more[9] == f"{values[10]:.1f}"


def test_the_sentence_is_that_of_the_pages_own_k(make_rows: MakeRows, voice: Voice) -> None:
    made = steps(make_rows(300), voice)
    assert made is not None and str(made.says) == (
        "100 visits are expected to find 36 of 69 premises with a critical violation, 23 if drawn "
        "by lot. One more would find 0.3 more (DINER &amp; GRILL 100)."
    )


@pytest.mark.parametrize("scored", [0, 5, 19])
def test_where_the_answer_names_no_number_there_is_nothing_to_step(
    make_rows: MakeRows, voice: Voice, scored: int
) -> None:
    assert steps(make_rows(scored, 3), voice) is None
    assert steps(make_rows(scored + 300).assign(probability=np.nan), voice) is None


def test_a_gain_too_small_to_write_is_said_so(words: Words, make_rows: MakeRows) -> None:
    made = steps(make_rows(300, best=0.0401), Voice(words, FOOD))
    assert made is not None and set(made.more.split("|")) == {"under 0.1"}
