"""The pages of the hours to watch and of the speeds to expect say what their tables say."""

from __future__ import annotations

import re

import pytest

from lakehouse.portal.decision import Decision
from lakehouse.portal.pages import pages
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.views.hours import calendar_of, watch_of
from lakehouse.portal.views.speeds import detectors_of, title_of
from tests.portal import drawn_city as drawn
from tests.portal import drawn_models as models
from tests.portal import drawn_roads as roads
from tests.portal.conftest import Release

WORDS = read_words()


def test_the_week_says_how_many_hours_where_and_beside_what(city: Release) -> None:
    page = pages(city())["decision-hours_and_places_to_watch.html"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    rows = drawn.hours()
    assert "200 hours to watch this week, each in one area, the most of them on Tuesday" in text
    assert f"about {rows['expected'].sum():.1f} crashes are expected this week" in text
    assert "before they had 7.7 a week" in text and "50 more hours follow" in text
    assert "Tuesday 1 Mar 2022, 7 to 8 h" in text and "3.0" in text
    assert "on a wet day 4.0 in 100 such hours" in text


@pytest.mark.parametrize(
    ("result", "model"),
    [
        ("hours_and_places_to_watch", "test_crash_hour"),
        ("speeds_to_expect", "test_speed_ahead"),
    ],
)
def test_the_page_leads_to_its_model_s_card_and_the_card_back(
    city: Release, result: str, model: str
) -> None:
    made = pages(city(models=(models.card(name=model),)))
    assert f'href="model-{model}.html"' in made[f"decision-{result}.html"]
    assert f'href="decision-{result}.html"' in made[f"model-{model}.html"]


def test_the_calendar_counts_every_hour_once() -> None:
    made = calendar_of(drawn.hours(), WORDS)
    cells = [cell for _, row in made.hours for cell in row]
    assert len(made.days) == 7 and made.days[0] == "Tue 1"
    assert sum(int(cell) for cell in cells if cell) == 200
    assert all(len(row) == 7 for _, row in made.hours)


def test_without_an_hour_there_is_nothing_to_watch() -> None:
    none = Decision("hours_and_places_to_watch", "hours", "traffic", drawn.hours().iloc[:0])
    said = watch_of(none, WORDS)
    assert said.quiet and "no crash is on record" in said.title


@pytest.mark.parametrize(
    ("slow", "says"),
    [
        (0, "No new action: nowhere is traffic expected to be slow, by 13 detectors"),
        (1, "Slow traffic at 1 detector: D00, slowest from 16\u00a0to\u00a017\u00a0h"),
        (2, "Slow traffic at 2 detectors, first D00, slowest from 16\u00a0to\u00a017\u00a0h"),
    ],
)
def test_the_title_names_where_it_gets_slow(slow: int, says: str) -> None:
    found = detectors_of(drawn.speeds(slow), WORDS)
    assert title_of(found, WORDS) == says and sum(one.slow for one in found) == slow
    # A detector that cannot be told of comes last, with its reason.
    assert found[-1].why == "it has measured too little" and not found[-1].hours
    marks = [len(one.plot.marks) for one in found if one.plot]
    assert marks == [3] * slow + [0] * (13 - slow)


def test_the_hour_is_told_beside_the_last_reading_and_the_usual(city: Release) -> None:
    more = {"speeds_to_expect": drawn.speeds(), "speeds_within_the_hour": roads.within(14)}
    page = pages(city(more=more))["decision-speeds_to_expect.html"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Slowest beside the usual: D00, 16 miles per hour in 60 minutes (14 to 19)" in text
    assert "missed 15 minutes ahead by 0.65 miles per hour, the last speed by 1.30" in text
    assert "60 minutes ahead by 1.10, the last speed by 2.20. The ranges held 79%" in text
    assert "21 at 07:45 19 (17 to 22) 18 (16 to 21) 17 (15 to 20) 16 (14 to 19) 30" in text
    day = WORDS.day(roads.within(14)["last_measured_at"].max())
    assert f"the last reading that was handed over, of {day}." in text
    assert "2 more detectors are nearer to their usual" in text
    assert "1 detector has no forecast: nothing measured since 6:00." in text
    assert 'id="within"' not in pages(city())["decision-speeds_to_expect.html"]
