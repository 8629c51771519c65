"""What the city has for a list is said beside the steps, and only where it has set something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lakehouse.portal import pages
from lakehouse.portal.data import PageData
from lakehouse.portal.said.fits import fits_said, week_said
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.tables import published
from tests.portal.drawn_lists import fits, week

Release = Callable[..., PageData]
MANY = (
    "is enough for 50. Chosen so that they bring the most, they are expected to reach 31 in "
    "expected harm, where 1 is a sure violation of medium risk; going down the list as far as it "
    "goes reaches 30. Most is held back by crew hours: one more would bring 0.3 more."
)
FOOD = "premises_to_inspect_first"


@pytest.mark.parametrize(
    ("gain", "why", "said"),
    [
        (
            *(1.2, None),
            MANY,
        ),
        (*(0.01, None), "Going down the list brings as much."),
        (*(-2.0, None), "with a share for each part of the city"),
        (*(0.0, "The floors need 9."), "nothing can be taken. The floors need 9."),
    ],
)
def test_the_sentence_is_that_of_the_whole_capacity(
    release: Release, voice: Voice, gain: float, why: str | None, said: str
) -> None:
    found = str(fits_said(release(more=fits(FOOD, gain, why)), voice))
    assert "(100 crew hours)" in found and said in found
    assert "50 crew hours" not in found


def test_a_list_without_a_capacity_says_nothing(release: Release, words: Words) -> None:
    data = release(more=fits(FOOD))
    assert fits_said(data, Voice(words, "traps_to_treat")) is None
    assert fits_said(release(), Voice(words, FOOD)) is None


def test_the_page_of_the_list_says_it_and_leads_to_the_files(release: Release) -> None:
    files: tuple[Any, ...] = (("what_fits.csv", "ab" * 32, 50),)
    page = pages(release(more=fits(FOOD), files=files))[f"decision-{FOOD}.html"]
    assert '<p class="gain">What the city has for this (100 crew hours)' in page
    assert '<a href="what_fits.csv">what_fits.csv</a>' in page
    assert "what_capacity_brings.csv" not in page
    assert "What the city has for this" not in pages(release())[f"decision-{FOOD}.html"]


def test_the_drawn_table_is_the_declared_one() -> None:
    assert list(fits(FOOD)["what_capacity_brings"]) == published.what_capacity_brings.column_names


def test_this_week_is_said_beside_with_its_lots(release: Release, voice: Voice) -> None:
    said = str(week_said(release(more=week()), voice))
    assert said == (
        "For this week 20 visits fit (30 visits), chosen by expected harm, 2 of them by lot: "
        '<a href="week.html">the visits, one by one</a>.'
    )
    assert week_said(release(), voice) is None
    page = pages(release(more=week()))[f"decision-{FOOD}.html"]
    assert said in page and "Expected harm: 0.6, where 1 is a sure violation" in page
