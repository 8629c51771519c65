"""Heat and cold stand beside the alarms, kinds that repeat beside the places."""

from __future__ import annotations

import re
from collections.abc import Callable

from lakehouse.portal import PageData, pages
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]


def words_of(html: str, section: str) -> str:
    found = re.search(rf'<section class="card" id="{section}".*?</section>', html, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_heat_comes_first_and_no_range_goes_below_none(release: Release) -> None:
    more = {"health_alerts": drawn.alerts(), "deaths_of_heat_and_cold": drawn.heat()}
    said = words_of(pages(release(more=more))["decision-health_alerts.html"], "heat")
    assert "Heat 630 (480 to 780)" in said and "Cold 310 (0 to 660)" in said
    assert said.index("Heat 630") < said.index("Cold 310") < said.index("Both together 940")
    assert "Fewest die at 21 °C." in said


def test_kinds_that_draw_others_are_counted_and_marked(release: Release) -> None:
    places = {"places_needing_help_first": drawn.intersections(8)}
    told = release(more=places | {"incidents_that_repeat": drawn.repeats(2)})
    said = words_of(pages(told)["decision-places_needing_help_first.html"], "repeats")
    assert "2 of 3 kinds are soon followed" in said
    assert said.count("▲ soon followed close by") == 2 and said.count("● no more than") == 1
    assert "Bicycle theft" in said and "(1.8 times those by chance, 1.3 to 2.5)" in said
    assert "no more than chance (0.9 times those by chance, 0.2 to 2.4)" in said
    assert "cannot tell an incident that draws the next from a flare" in said


def test_without_them_there_is_no_section(release: Release) -> None:
    made = pages(release(more={"health_alerts": drawn.alerts()}))
    assert 'id="heat"' not in made["decision-health_alerts.html"]
