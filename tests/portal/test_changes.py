"""What moved between two releases reads as sentences, whose parts add up or are not printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.change import Cause, Change, Move, Parts
from lakehouse.portal.said.movewords import move_line, written_parts
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.views.changeview import changes_view, told_of
from tests.portal.changed import (
    ALL,
    BOTH,
    DATA,
    MOVED,
    NEW,
    RULES,
    changes,
    listed_change,
    still,
)


@pytest.fixture
def words() -> Words:
    return read_words()


def causes(words: Words, **of: Any) -> list[str]:
    return [str(line) for line in told_of(listed_change(**of), words).causes]


def test_the_title_counts_the_results_that_moved(words: Words) -> None:
    view = changes_view(changes(still(), listed_change()), words)
    assert view["finding"] == "1 of 2 results moved since the release of 25 May 2020"
    assert [told.same for told in view["told"]] == [False, True]


def test_nothing_moved_and_nothing_to_compare_with(words: Words) -> None:
    assert changes_view(changes(still()), words)["finding"].startswith("Nothing moved since")
    assert changes_view(None, words)["finding"].startswith("Nothing to compare with")
    assert told_of(still(), words).moved == ("All 9 rows say the same.",)


def test_one_cause_has_moved_all_of_it(words: Words) -> None:
    assert causes(words, cause=DATA)[0].startswith("The data alone moved it")
    assert causes(words, cause=RULES)[0].startswith("The rules alone moved it")


def test_several_causes_are_told_apart_only_where_that_was_done(words: Words) -> None:
    assert causes(words, cause=BOTH, share=Parts(1, 0, 0))[0] == "Data and model changed."
    assert "cannot be told apart" in causes(words, cause=ALL)[0]
    assert "Model city_food_premises: version 4 instead of 3." in causes(words, cause=ALL)


def test_who_entered_is_split_only_where_the_three_add_up(words: Words) -> None:
    split = "Of the 1 new place 1 is there by data, 0 by the model, 0 by rules."
    assert split in told_of(listed_change(BOTH, Parts(1, 0, 0)), words).moved
    wrong = told_of(listed_change(BOTH, Parts(1, 1, 0)), words).moved
    assert not any("new place" in line for line in wrong)


def test_a_release_that_does_not_say_what_it_was_made_of_blames_nothing(words: Words) -> None:
    told = causes(words, cause=Cause(known=False))
    assert len(told) == 1 and told[0].startswith("What moved it cannot be told")


def test_a_row_gives_rank_value_and_parts(words: Words) -> None:
    line = move_line(NEW, True, words)
    assert line.startswith("Diner 1: from rank 40 to rank 1, from 20% to 51%.")
    assert line.endswith("Points by data +30, by model +1, by rules 0.")


def test_a_chance_near_the_ends_is_never_called_sure(words: Words) -> None:
    sure = Move("1", "Diner 1", (2, 1), (0.999, 1.0), Parts(0.001, 0.0, 0.0))
    assert "from &gt;99% to &gt;99%." in move_line(sure, True, words)


def test_lists_stand_before_other_results(words: Words) -> None:
    other = Change("city_pulse", (0, 0, 3, 9), DATA)
    told = changes_view(changes(other, listed_change()), words)["told"]
    assert [one.result for one in told] == ["premises_to_inspect_first", "city_pulse"]


def test_what_people_wrote_stays_text(words: Words) -> None:
    assert "Diner &lt;3&gt;" in move_line(MOVED, True, words)


def test_parts_that_do_not_add_up_are_not_written(words: Words) -> None:
    wrong = replace(NEW, parts=Parts(0.3, 0.1, 0.0))
    assert written_parts(wrong, True) is None
    assert "by data" not in move_line(wrong, True, words)


numbers = st.floats(0, 1, allow_nan=False)


@given(numbers, numbers, numbers, st.booleans())
def test_written_parts_add_up_to_the_written_difference(
    before: float, between: float, after: float, is_chance: bool
) -> None:
    parts = Parts(between - before, after - between, 0.0)
    move = Move("k", "K", (1, 1), (before, after), parts)
    made = written_parts(move, is_chance)
    scale = 100 if is_chance else 10
    assert made is not None
    assert sum(made.values()) == round(after * scale) - round(before * scale)
    exact = {"data": scale * parts.data, "model": scale * parts.model, "rules": 0.0}
    assert all(abs(made[c] - exact[c]) <= 1.5 for c in made)  # type: ignore[index]
