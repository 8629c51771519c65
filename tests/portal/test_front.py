"""The parts of the front page: what is a decision, who comes first, what may be added up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from lakehouse.portal import PageData, pages
from lakehouse.portal.dates import dates_of
from lakehouse.portal.decision import Decision, decisions, kind_of
from lakehouse.portal.drawn.areamap import area_map
from lakehouse.portal.drawn.classes import cuts
from lakehouse.portal.drawn.outline import corners, view_box
from lakehouse.portal.measures import chosen_measure, measures_of
from lakehouse.portal.said.wording import Words
from lakehouse.portal.ten import pins_of, ten_places
from lakehouse.portal.views import alerts, load
from lakehouse.portal.views.cards import card
from lakehouse.portal.views.frontview import asking
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]


def of(name: str, rows: pd.DataFrame) -> Decision:
    kind = kind_of(rows)
    assert kind is not None
    return Decision(name, kind, "other", rows)


def test_a_decision_is_known_by_the_shape_of_its_table(city: Release) -> None:
    kinds = {name: kind_of(rows) for name, rows in city().results.items()}
    assert kinds["hospital_load"] == "load" and kinds["health_alerts"] == "alerts"
    assert kinds["lamps_to_mend_first"] == kinds["intersections_to_make_safer"] == "list"
    assert kinds["area_side_by_side"] is kinds["how_good_are_the_models"] is None


def test_known_decisions_keep_their_order_and_others_come_last(city: Release) -> None:
    names = [d.name for d in decisions(city())]
    assert names[0] == "intersections_to_make_safer" and names[-1] == "lamps_to_mend_first"


def test_the_ten_are_taken_in_turn_and_a_short_list_runs_out(words: Words) -> None:
    lists = [of("a", drawn.lamps()), of("b", drawn.beaches().iloc[:2])]
    places = ten_places(lists, {"1": "Northgate"}, words)
    assert [p.decision.name for p in places] == ["a", "b", "a", "b", *"aaaaaa"]
    assert [p.row.rank for p in places] == [1, 1, 2, 2, 3, 4, 5, 6, 7, 8]
    assert pins_of(places)["1"].split()[:2] == ["1", "2"]
    assert ten_places([], {}, words) == []


def test_places_of_a_list_that_asks_for_nothing_are_not_among_the_ten(
    city: Release, words: Words
) -> None:
    """Traps of 4 in 100 among the places that matter most would contradict their own card."""
    quiet = {"traps_to_treat": drawn.traps(0.04), "beaches_to_close": drawn.beaches(0.9)}
    html = pages(city(more=drawn.everything() | quiet))["index.html"]
    ten = html[html.index('<table class="ten">') :]
    ten = ten[: ten.index("</table>")]
    assert "Beaches to close" in ten and "Traps to treat around" not in ten
    both = [of("traps_to_treat", drawn.traps(0.04)), of("beaches_to_close", drawn.beaches(0.1))]
    assert asking(both, words) == both


def test_a_trap_is_called_one_and_an_area_is_named_once(city: Release) -> None:
    inside = drawn.lamps().assign(community_area="1")
    inside["name"] = [f"{drawn.NAMES['1']}, square {n}" for n in range(len(inside))]
    more = drawn.everything() | {"traps_to_treat": drawn.traps(0.9), "lamps_to_mend_first": inside}
    made = pages(city(more=more))
    assert "<b>Trap T100</b>" in made["index.html"]
    page = made["decision-traps_to_treat.html"]
    assert "<summary>Trap T100" in page and "(Trap T120)" in page
    row = made["decision-lamps_to_mend_first.html"].split("square 0")[1]
    assert drawn.NAMES["1"] not in row.split("</details>")[1].split("</th>")[0]
    assert "<b>Square 0</b>" in made["area-1.html"]


def test_what_is_not_asked_is_one_card_of_an_area(city: Release) -> None:
    lacks = {f"list_{n}": "transport.gps" for n in range(17)}
    html = pages(replace(city(), missing=lacks | {"queue": ""}))["area-1.html"]
    assert "17 questions are not asked" in html and html.count('class="card quiet"') == 1


def test_parts_more_than_a_year_apart_are_not_combined(words: Words) -> None:
    near = [of("a", drawn.lamps()), of("b", drawn.alerts())]
    far = [*near, of("c", drawn.beaches())]
    empty = pd.DataFrame()
    assert dates_of(near, empty, words).combined
    apart = dates_of(far, empty, words)
    assert not apart.combined and "not combined into one number" in apart.says
    assert (apart.first_year, apart.last_year) == ("2016", "2022")
    assert "no single number" in dates_of(near, empty, words).says
    assert "made into one score" in dates_of(near, empty, words, scored=True).says
    assert dates_of([], empty, words).parts == ()


def test_an_alarm_is_said_first_and_none_is_a_card_too(words: Words) -> None:
    loud = card(of("health_alerts", drawn.alerts()), words)
    assert loud.title == "1 alarm: Covid week" and not loud.quiet
    assert "about 3 in 100 are chance alone" in loud.doubt
    calm = card(of("health_alerts", drawn.alerts("none")), words)
    assert calm.title.startswith("No new action") and calm.quiet
    series = alerts.series_of(drawn.alerts(), words)
    assert [one.level for one in series] == ["alert", "none", "no judgement"]
    assert series[-1].bar is None and series[-1].why == "too few counts"


@pytest.mark.parametrize(
    ("over", "title"),
    [(0.7, "Beds may run short: ICU beds, all patients"),
     (0.3, "Watch one resource, it may run short: ICU beds, all patients"),
     (0.0, "No new action: beds are likely enough"),
     (None, "No judgement: no capacity is known")],
)  # fmt: skip
def test_beds_are_judged_by_the_chance_over_capacity(
    over: float | None, title: str, words: Words
) -> None:
    found = load.loads_of(drawn.beds(over), words)
    assert load.title_of(found, words) == title
    assert card(of("hospital_load", drawn.beds(over)), words).quiet == (not over or over < 0.2)


def test_the_map_shows_a_rate_known_for_most_areas(city: Release, words: Words) -> None:
    chosen = chosen_measure(measures_of(city()))
    assert set(chosen["measure"]) == {"injury_crashes"}
    made = area_map(drawn.outlines(), chosen, {"3": "1 4"}, words, {})
    assert made is not None and made.view_box == "-6 -6 1012 762"
    assert [a.row.rank for a in made.areas if a.row] == list(range(1, 13))
    assert (made.areas[0].step, made.areas[-1].step) == (5, 1)
    assert [a.pin for a in made.areas if a.pin] == ["1 4"]
    assert area_map((), chosen, {}, words, {}) is None
    assert area_map(drawn.outlines(), chosen.iloc[:0], {}, words, {}) is None


def test_classes_are_cut_at_round_numbers_inside_the_values() -> None:
    found = cuts(pd.Series(range(1, 100)))
    assert found == (30.0, 50.0, 70.0, 90.0)
    assert cuts(pd.Series([3.0, 3.0])) == () == cuts(pd.Series([], dtype="float64"))


def test_corners_of_absolute_and_relative_paths_are_the_same() -> None:
    box = [(10, 20), (30, 20), (30, 50)]
    assert corners("M10,20l20,0 0,30z") == corners("M10 20H30V50z") == box
    assert view_box((("1", "a", "M10,20l20,0 0,30z", 0, 0),)) == "4 14 32 42"


def test_only_the_city_with_areas_has_pages_of_them(city: Release, release: Release) -> None:
    made = pages(city())
    assert {"areas.html", *(f"area-{code}.html" for code in drawn.AREAS)} <= set(made)
    assert not [name for name in pages(release()) if name.startswith("area")]
    assert "so there is no map" in pages(release())["index.html"]


def test_a_missing_result_is_named_with_its_reason(city: Release) -> None:
    html = pages(city())["index.html"]
    assert "Area pulse: not asked, for nobody delivers transport gps" in html
    assert "Queue: asked, but not there" in html
    assert "not asked" not in pages(replace(city(), missing={}))["index.html"]


def test_what_nobody_delivers_stands_below_what_did_not_finish(city: Release) -> None:
    lacks = {f"result_{n}": "fire.building, health.emergency_visit" for n in range(9)}
    html = pages(replace(city(), missing=lacks | {"queue": ""}))["index.html"]
    card = html[html.index('id="missing"') :]
    shown, folded = card.split("<details><summary>9 questions are not asked", 1)
    assert "Queue: asked, but not there" in shown and "Result 1" not in shown
    assert "for nobody delivers fire building and health emergency visit" in folded


def test_an_area_says_what_lies_in_it_and_what_does_not(city: Release) -> None:
    html = pages(city())["area-1.html"]
    assert "Northgate</nav>" in html and "rank " in html
    assert "ranked places lie here" in html
    assert "This list does not say which area" not in html
    unplaced = drawn.beaches().drop(columns="community_area")
    html = pages(city(more={"area_side_by_side": drawn.side_by_side(), "b": unplaced}))[
        "area-1.html"
    ]
    assert "This list does not say which area its places lie in." in html


def test_the_title_names_the_city(city: Release, release: Release) -> None:
    many = pages(city())["index.html"]
    title = re.search(r"<title>(.*?)</title>", many)
    assert title and title[1].startswith("Testville: Northgate and East Harbour stand out")
    unsure = city(more={**drawn.everything(), "city_risk": drawn.not_combined()})
    title = re.search(r"<title>(.*?)</title>", pages(unsure)["index.html"])
    assert title and title[1].endswith(" in Testville this week – CityLake")
    one = pages(release())["index.html"]
    assert "<title>Testville: Visit the first 100: about" in one and "<h1>Visit the first" in one


def test_the_strip_says_for_which_days_the_questions_decide(city: Release) -> None:
    said = "Decided for 31\u00a0Dec 2019 to 1\u00a0Mar 2022"
    own = {d.name: d.rows for d in decisions(city()) if d.as_of and d.as_of.year > 2016}
    apart = pages(replace(city(), results=own))
    assert all(said in html for html in apart.values())
    same = {name: rows.assign(as_of=city().as_of) for name, rows in own.items()}
    assert "Its questions decide" not in pages(replace(city(), results=same))["index.html"]


def test_a_card_calls_for_nothing_where_the_order_hardly_matters(words: Words) -> None:
    flat = drawn.traps().assign(probability=0.3)
    assert card(of("traps_to_treat", flat), words).title.startswith("The order hardly matters")


def test_blocks_have_a_page_only_where_there_are_no_buildings(city: Release) -> None:
    blocks = {"blocks_to_visit": drawn.intersections(8)}
    assert "decision-blocks_to_visit.html" in pages(city(more=blocks))
    both = blocks | {"buildings_to_visit": drawn.intersections(8)}
    made = pages(city(more=both))
    assert "decision-buildings_to_visit.html" in made
    assert "decision-blocks_to_visit.html" not in made


def test_a_dictionary_of_a_city_keeps_to_the_budget_of_a_page(release: Release) -> None:
    one = release().results["what_the_tables_mean"].iloc[:1]
    many = pd.concat([one.assign(column_name=f"column_{n}") for n in range(900)])
    html = pages(release(meanings=many))["data.html"]
    assert html.count("<dt>column_") == 900
    assert len(re.findall(r"<[a-z]", html)) < 3000
