"""The brief is the front page cut to one side: what calls for action first, the rest counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lakehouse.portal import PageData, pages
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.briefview import CARDS, OTHERS, brief_view
from lakehouse.portal.views.frontview import front_view
from tests.portal import drawn_city as drawn
from tests.portal.every_state import release_of_many

Release = Callable[..., PageData]


def test_it_is_linked_from_the_front_page_and_back(release: Release) -> None:
    made = pages(release())
    assert 'href="brief.html"' in made["index.html"] and 'href="index.html"' in made["brief.html"]
    title = re.search(r"<h1>(.*?)</h1>", made["index.html"])
    assert title is not None and title[0] in made["brief.html"]


def test_what_calls_for_action_comes_first_and_nothing_is_dropped(
    city: Release, words: Words
) -> None:
    front = front_view(city(more=drawn.everything() | drawn.services()), words)
    brief = brief_view(front)
    every = [*front["cards"], *front["others"]]
    assert len(brief["cards"]) == CARDS and not any(one.quiet for one in brief["cards"])
    told = [*brief["cards"], *brief["others"]]
    assert len(told) + brief["more"] == len(every) and len(brief["others"]) <= OTHERS
    assert {one.name for one in told} <= {one.name for one in every}


def test_what_is_left_out_is_counted(city: Release) -> None:
    said = pages(release_of_many(city))["brief.html"]
    more = re.search(r"(\d+) (?:more is|more are) on the pages", said)
    others = re.search(r"(\d+) other decisions", said)
    assert more and others and int(others[1]) == OTHERS + int(more[1])


def test_every_number_of_it_stands_on_the_front_page_too(city: Release) -> None:
    made = pages(city())

    def numbers(name: str) -> set[str]:
        main = made[name][made[name].index("<main") : made[name].index("</main>")]
        return set(re.findall(r"\d+", re.sub(r"<[^>]+>", " ", main)))

    # How many others there are is counted anew.
    assert len(numbers("brief.html") - numbers("index.html")) <= 1


def test_a_city_without_results_has_one_too(release: Release) -> None:
    assert "<h1>" in pages(replace(release(), results={}))["brief.html"]
