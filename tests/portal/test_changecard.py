"""The front page says what changed: which lists, by what, or that there is nothing to compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from lakehouse.portal import PageData, pages
from lakehouse.portal.change import Cause, Change, Parts
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.changecard import SHOWN, change_card
from tests.portal.changed import (
    ALL,
    BOTH,
    DATA,
    MODEL,
    RULES,
    changes,
    every_release,
    listed_change,
    still,
)

Release = Callable[..., PageData]


def test_a_new_name_is_said_with_its_rank_and_its_list(words: Words) -> None:
    card = change_card(changes(still(), listed_change(DATA)), words)
    assert card.asks == "What changed since 25 May 2020?"
    assert card.title == "1 of 1 lists has new first places"
    ((mark, line),) = card.lists
    assert mark == "▲ new"
    assert (
        line
        == "<b>Food premises to inspect first</b>: 1 new among the first 15, Diner 1 at rank 1."
    )
    assert card.rest == ("Moved by data alone; models and rules are those of before.",)


def test_another_order_and_the_same_order_are_told_apart(words: Words) -> None:
    moved = replace(listed_change(), entered=(), left=())
    same = replace(moved, moved=(), rows=(0, 0, 9, 0))
    card = change_card(changes(moved, same), words)
    assert card.title == "Nobody new comes first on any list"
    assert [mark for mark, _ in card.lists] == ["↕ order", "= same"]
    assert card.lists[1][1].endswith("the first 15 as before, in the same order.")


def test_lists_that_stayed_as_they_were_share_one_line(words: Words) -> None:
    same = replace(listed_change(), entered=(), left=(), moved=(), rows=(0, 0, 9, 0))
    lists = [same, replace(same, result="traps_to_treat"), listed_change(DATA)]
    card = change_card(changes(*lists), words)
    assert [mark for mark, _ in card.lists] == ["▲ new", "= same"]
    assert "inspect first and Traps to treat around</b>: the first places as" in card.lists[1][1]


@pytest.mark.parametrize(
    ("causes", "said"),
    [((DATA, DATA), "data alone"), ((DATA, MODEL), "data and models;"), ((MODEL,), "models alone"),
     ((RULES,), "rules alone"), ((ALL, DATA), "data, models and rules."),
     ((DATA, Cause(known=False)), "not on record"), ((Cause(),), "as the same")],
)  # fmt: skip
def test_one_cause_is_blamed_only_where_it_moved_everything(
    causes: tuple[Cause, ...], said: str, words: Words
) -> None:
    card = change_card(changes(*(listed_change(cause) for cause in causes)), words)
    assert said in card.rest[-1]


def test_few_lists_stand_on_the_card_and_the_others_are_counted(words: Words) -> None:
    lists = [replace(listed_change(), result=f"list_{n}") for n in range(SHOWN + 2)]
    other = Change("city_pulse", (0, 0, 3, 9), BOTH)
    assert change_card(changes(other), words).title == "1 of 1 results moved"
    card = change_card(changes(*lists, other, came=("hospital_load",)), words)
    assert card.title == "7 of 7 lists have new first places"
    assert len(card.lists) == SHOWN
    assert card.rest[:3] == (
        "2 more lists are on the page of changes.",
        "1 other result moved.",
        "New in this release: Hospital load.",
    )


def test_nothing_moved_and_nothing_to_compare_with(words: Words) -> None:
    assert change_card(changes(still()), words).title == "Nothing moved"
    first = change_card(None, words)
    assert first.title.startswith("Nothing to compare with") and first.lists == ()


def test_it_stands_beside_the_list_on_the_front_page(city: Release) -> None:
    moved = changes(listed_change(BOTH, Parts(1, 0, 0)), still())
    html = pages(replace(city(), changes=moved, releases=every_release()))["index.html"]
    assert html.index('id="changed"') < html.index('id="missing"') < html.index('id="others"')
    assert "Diner 1 at rank 1." in html and 'href="changes.html">All that moved' in html
    assert not re.search('id="changed".*?changes.html.*?</section>', pages(city())["index.html"])
