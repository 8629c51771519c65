"""How long requests take, and who waits longer, on the page of requests and calls."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from lakehouse.portal import pages
from lakehouse.portal.data import PageData
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.views.waits import areas_of, title_of, waits_of
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]
WORDS = read_words()


def test_the_longest_comes_first_and_says_where_it_takes_longer() -> None:
    found = waits_of(drawn.waits(), WORDS)
    assert [w.category for w in found] == ["Street light", "Graffiti", "Potholes"]
    light = found[0]
    assert (light.half, light.low, light.high, light.due) == ("12", "11", "14", "21")
    assert light.slower == "2, 11" and found[1].slower == ""
    assert found[2].half == ""
    assert "Street light" in title_of(found, WORDS) and "12 days" in title_of(found, WORDS)


def test_nothing_is_said_where_hardly_anything_was_closed() -> None:
    hardly = drawn.waits().assign(median_days=None)
    assert title_of(waits_of(hardly, WORDS), WORDS).startswith("Nothing can be said")
    assert waits_of(pd.DataFrame(), WORDS) == [] == areas_of(pd.DataFrame(), WORDS)


def test_areas_that_wait_longer_come_by_how_few_are_served_in_time() -> None:
    assert [(a.name, a.in_time) for a in areas_of(drawn.served(), WORDS)] == [
        ("Riverside", "50"),
        ("Old Mill", "60"),
    ]
    assert areas_of(drawn.served(0), WORDS) == []


def test_both_stand_beside_the_alarms_of_requests_and_not_beside_those_of_health(
    city: Release,
) -> None:
    made = pages(city(more=drawn.services() | {"health_alerts": drawn.alerts()}))
    page = made["decision-service_alerts.html"]
    assert re.search(r"<h2[^>]*>Street light takes longest", page)
    assert "2 areas wait longer" in page and "2, 11" in page
    assert 'id="waits"' not in made["decision-health_alerts.html"]
