"""Visits and admissions stand on the page of beds, and nothing calls them beds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lakehouse.portal import PageData, pages
from lakehouse.portal.decision import decisions
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.arrivals import arrivals_of, without
from tests.portal.drawn_arrivals import DAY, FEW, arrivals

Release = Callable[..., PageData]
PAGE = "decision-hospital_load.html"


def test_they_are_told_on_the_page_of_beds_and_have_none_of_their_own(city: Release) -> None:
    assert "arrivals_to_expect" not in [d.name for d in decisions(city())]
    made = pages(city())
    assert "decision-arrivals_to_expect.html" not in made
    told = made[PAGE][made[PAGE].index('id="arrivals-1"') :]
    told = told[: told.index("<footer")] if "<footer" in told else told
    assert "Emergency visits a day" in told and "Admissions to hospital a day" in told
    assert "84 expected on 2\u00a0Mar 2022 (69 to 99, 9 times in 10)" in told
    assert "The plain weekday rule says 59 to 109." in told
    assert "beds" not in told and "in use" not in told and "capacity" not in told.lower()


def test_without_them_the_page_says_nothing_of_arrivals(city: Release) -> None:
    results = {n: rows for n, rows in city().results.items() if n != "arrivals_to_expect"}
    assert 'id="arrivals-' not in pages(replace(city(), results=results))[PAGE]


def test_the_coming_fortnight_is_listed_whenever_the_last_reports_are_of(words: Words) -> None:
    visits, stays = arrivals_of(arrivals(), words)
    assert len(visits.ahead) == len(stays.ahead) == 14
    assert visits.ahead[0].day == stays.ahead[0].day == str(words.short_day(DAY))
    assert (visits.now_day, stays.now_day) == ("22\u00a0Feb 2022", "15\u00a0Feb 2022")
    assert visits.capacity == stays.capacity == "" and visits.chance is None


def test_a_series_that_would_tell_of_few_says_so(words: Words) -> None:
    assert without(arrivals(), words) == [("Admissions with COVID-19 a day", FEW)]
    assert len(arrivals_of(arrivals(few=()), words)) == 3 and without(arrivals(()), words) == []


def test_their_models_lead_to_that_page(city: Release) -> None:
    beds = next(d for d in decisions(city()) if d.name == "hospital_load")
    assert {"test_beds", "test_emergency_visit_all", "test_admission_all"} <= beds.models
