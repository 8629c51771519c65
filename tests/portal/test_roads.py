"""What is stuck, what is unreliable and what measures did, on the pages of traffic."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from lakehouse.portal import pages
from lakehouse.portal.data import PageData
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.views.measures_taken import measures_of, title_of
from lakehouse.portal.views.roads import MOST, corridors_of, stuck_of, stuck_title
from tests.portal import drawn_city as drawn
from tests.portal import drawn_roads as roads

Release = Callable[..., PageData]
WORDS = read_words()


def test_where_most_hours_are_lost_comes_first() -> None:
    found = stuck_of(roads.bottlenecks(3).iloc[::-1], WORDS)
    assert [one.place for one in found] == ["Main Street (D00)", "D01", "D02"]
    first = found[0]
    assert (first.when, first.share, first.minutes) == (
        "weekdays 16\N{NBSP}to\N{NBSP}19\N{NBSP}h",
        "93",
        "2.4",
    )
    assert first.hours == "1,234" and found[1].when.startswith("weekends 15\N{NBSP}to")
    assert "Main Street (D00) is stuck most" in stuck_title(found, WORDS)
    assert stuck_title([], WORDS).startswith("No place")


def test_corridors_are_told_that_were_judged_and_are_unreliable() -> None:
    rows = roads.corridors(2)
    found = corridors_of(rows[rows["is_reliable"].notna()], WORDS)
    assert [one.place for one in found] == ["Elm Street (D02)", "Oak Street (D01)"]
    assert (found[1].planned, found[1].buffer, found[1].minutes) == ("1.9", "25", "0.5")
    assert found[0].minutes == ""


def test_measures_come_by_what_they_took_away() -> None:
    rows = roads.measures(1.1, 0.7, float("nan"))
    found = measures_of(rows, WORDS)
    assert [one.kind for one in found] == ["kind 1", "kind 0", "kind 2"]
    assert (found[0].change, found[0].low, found[0].high) == ("\u221230", "\u221240", "\u221220")
    assert found[1].change == "+10" and found[2].change == found[2].expected == ""
    assert "1 kind of measure took" in title_of(rows, WORDS)
    assert "beyond chance" in title_of(roads.measures(1.0), WORDS)
    assert title_of(pd.DataFrame(), WORDS) == "" and measures_of(pd.DataFrame(), WORDS) == []


def test_the_page_of_speeds_says_where_it_gets_stuck(city: Release) -> None:
    page = pages(city(more=roads.roads(MOST + 2)))["decision-speeds_to_expect.html"]
    assert re.search(r"<h2[^>]*>Main Street \(D00\) is stuck most", page)
    assert "2 more are in the table" in page and "2 of 4 places" in page
    calm = pages(city(more=roads.roads(0, 0)))["decision-speeds_to_expect.html"]
    assert "No place is congested" in calm and "relied on at all 4 places" in calm
    alone = pages(city(more={"speeds_to_expect": drawn.speeds()}))
    assert 'id="stuck"' not in alone["decision-speeds_to_expect.html"]
    assert 'id="corridors"' not in alone["decision-speeds_to_expect.html"]


def test_the_page_of_streets_says_what_measures_did(city: Release) -> None:
    listed = {"streets_to_make_safer": drawn.intersections(8)}
    page = pages(city(more=listed | {"what_measures_did": roads.measures(0.7)}))
    assert "Did earlier measures work?" in page["decision-streets_to_make_safer.html"]
    said = "fewer crashes; not judged: no record before (2)"
    assert said in page["decision-streets_to_make_safer.html"]
    assert "measures work" not in pages(city(more=listed))["decision-streets_to_make_safer.html"]
