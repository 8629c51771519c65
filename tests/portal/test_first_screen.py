"""The first screen of a city with many decisions: three cards, then the map; the rest below."""

from __future__ import annotations

import re
from collections.abc import Callable

from lakehouse.portal import PageData, pages
from lakehouse.portal.decision import Decision, kind_of
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.cards import card
from lakehouse.portal.views.firstcards import FIRST, MANY, first_cards
from lakehouse.portal.views.pulseview import beats_of, judged_first
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]


def test_few_cards_all_stand_on_the_first_screen(words: Words) -> None:
    rows = drawn.lamps()
    kind = kind_of(rows)
    assert kind is not None
    made = [card(Decision(f"l{n}", kind, "other", rows), words) for n in range(MANY)]
    assert first_cards(made[:-1]) == (made[:-1], [])
    assert first_cards(made) == (made[:1], made[1:])


def test_the_first_screen_has_one_card_of_each_domain_and_no_quiet_one(words: Words) -> None:
    calm, loud, lamps = drawn.alerts("none"), drawn.alerts(), drawn.lamps()
    asked = [("a", "alerts", "traffic", calm), ("b", "alerts", "traffic", loud),
             ("c", "alerts", "medical", calm), ("d", "list", "safety", lamps),
             ("e", "list", "safety", lamps), ("f", "list", "other", lamps),
             ("g", "list", "other", lamps)]  # fmt: skip
    made = [card(Decision(n, k, d, rows), words) for n, k, d, rows in asked]  # type: ignore[arg-type]
    shown, others = first_cards(made)
    assert [one.decision.name for one in shown] == ["b", "d", "f"]
    assert [one.decision.name for one in others] == ["a", "c", "e", "g"]


def test_every_decision_stands_on_the_front_page_once(city: Release) -> None:
    html = pages(city())["index.html"]
    before, after = html.split('id="where-title"')
    cards = r'<article class="card.*?<p class="foot">.*?<a href="(decision-\w+.html)"'
    shown = re.findall(cards, before, re.DOTALL)
    rest = re.findall(cards, after[: after.index('id="beats-title"')], re.DOTALL)
    assert len(shown) == FIRST and len({*shown, *rest}) == len(shown + rest) == 10
    assert 'href="#others">7 more decisions, below the map' in before


def test_the_pulse_stands_on_the_front_page_with_its_week(city: Release) -> None:
    html = pages(city())["index.html"]
    pulse = html[html.index('id="beats-title"') : html.index('id="dates"')]
    assert "All 7 indicators, week by week" in pulse
    assert pulse.count("<article") == pulse.count("Week to ") == 5
    assert "Misses its target of 7 days." in pulse and "▲ above" in pulse
    without = {name: rows for name, rows in city().results.items() if name != "city_pulse"}
    assert "beats-title" not in pages(city(more=without))["index.html"]


def test_areas_with_a_rank_over_all_domains_stand_beside_their_map(city: Release) -> None:
    html = pages(city())["index.html"]
    grid = html[html.index('class="grid') : html.index('id="places-title"')]
    assert "The first 2 areas are firm; behind them places can change" in grid
    assert "rank 1 to 4" in grid and "<b>97%</b> firm" in grid and "Chance of the first 2" in grid
    assert grid.count('<g class="pin"') == 2 and "Score of the city" in grid
    # The places of single lists come below, with their own title.
    assert html.index('id="places-title"') < html.index("places that come first")


def test_the_title_says_where_first_and_the_line_below_how_much_asks_for_action(
    city: Release,
) -> None:
    html = pages(city())["index.html"]
    assert "<h1>Northgate and East Harbour stand out over all domains</h1>" in html
    assert re.search(r'class="ans">9 of 10 decisions call for action in Testville', html)
    some = drawn.city_risk().assign(is_firm=False, chance_of_top=0.3)
    unsure = pages(city(more=drawn.everything() | {"city_risk": some}))["index.html"]
    assert "<h1>9 of 10 decisions call for action in Testville this week</h1>" in unsure
    assert "Which areas stand out over all domains? None for sure." in unsure
    one = drawn.city_risk().assign(top=3)
    told = pages(city(more=drawn.everything() | {"city_risk": one}))["index.html"]
    assert "2 of the first 3 areas are firm; the others can change places" in told


def test_without_a_rank_over_all_domains_the_places_of_the_lists_stand_there(city: Release) -> None:
    more = drawn.everything() | {"city_risk": drawn.not_combined()}
    html = pages(city(more=more))["index.html"]
    assert "places-title" not in html and 'id="ten-title">10 places that come first' in html
    assert "Chance of the first" not in html


def test_indicators_that_were_judged_stand_on_the_front_before_late_ones(words: Words) -> None:
    beats = beats_of(drawn.city_pulse(), words)
    turned = judged_first(beats[::-1])
    judged = [beat.status in ("within", "above", "below") for beat in turned]
    assert judged == [True] * 5 + [False] * 2 and beats[::-1][0].status == "none"


def test_what_is_expected_does_not_begin_below_none(words: Words) -> None:
    rows = drawn.city_pulse().assign(expected_low=-19.4)
    assert {week.low for beat in beats_of(rows, words) for week in beat.weeks} <= {"0", ""}
