"""A row is called what people call it, and says why it stands there in figures of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from lakehouse.portal import PageData, pages
from lakehouse.portal.decision import Decision
from lakehouse.portal.listed import listed
from lakehouse.portal.rows import rows_of
from lakehouse.portal.said.reason import reason_in_words
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.cards import card
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]
OWN_WORDS = (
    *("streets_to_make_safer", "buildings_to_visit", "areas_with_excess_risk"),
    "places_needing_help_first",
)


def rows(name: str, frame: pd.DataFrame, words: Words) -> list[tuple[str, str, tuple[str, ...]]]:
    decision = Decision(name, "list", "other", frame)
    found = listed(decision)
    made = rows_of(found, found.ranked.head(3), 0, Voice(words, name))
    return [(row.name, row.place, row.reasons) for row in made]


def test_a_building_is_called_by_its_address_and_its_key_is_told_below(words: Words) -> None:
    lamps = drawn.lamps().rename(columns={"lamp": "building_id"})
    named = lamps.assign(address=[None, *(f"Main St {n}" for n in range(1, len(lamps)))])
    found = rows("buildings_to_visit", named, words)
    assert [row[:2] for row in found] == [("L0", ""), ("Main St 1", ""), ("Main St 2", "")]
    made = Decision("buildings_to_visit", "list", "safety", named)
    told = rows_of(listed(made), listed(made).ranked[1:2], 0, Voice(words, made.name))[0].told
    assert told[-1] == "Known as L1."


def test_pieces_of_one_street_are_told_apart_by_where_they_begin(words: Words) -> None:
    streets = drawn.lamps().assign(
        name="High St", peak_starts_at=["A / B", None, "C & D", *"x" * 27]
    )
    found = rows("streets_to_make_safer", streets, words)
    assert [row[1] for row in found] == ["from A / B", "", "from C & D"]
    assert {row[1] for row in rows("lamps", streets, words)} == {""}


def test_a_list_without_reasons_says_its_own_figures_and_none_that_is_withheld(
    words: Words,
) -> None:
    areas = drawn.lamps().drop(columns=["reason_1", "reason_2", "reason_3"])
    areas = areas.assign(relative_risk=1.79, risk_low=1.62, risk_high=1.99, cases=364.0,
                         expected=196.2)  # fmt: skip
    areas.loc[1, "cases"] = None
    said = [row[2] for row in rows("areas_with_excess_risk", areas, words)]
    assert said[0] == ("1.8 times what the ages explain (1.6 to 2.0): 364 counted, 196 expected",)
    assert said[1] == () and rows("lamps", areas, words)[0][2] == ()


@pytest.mark.parametrize("name", OWN_WORDS)
def test_a_list_of_the_sample_city_says_what_it_counts(name: str, words: Words) -> None:
    voice, anybody = Voice(words, name), Voice(words, "anything")
    for key in ("card.title", "card.says", "answer.gain"):
        told = dict.fromkeys(("first", "expected", "lot", "all"), "9")
        assert voice(key, **told) != anybody(key, **told), key
    assert voice.plural("list.title", 3) != anybody.plural("list.title", 3)


def test_the_card_of_beds_is_about_the_hospital_of_its_title(words: Words) -> None:
    beside = {"hospitals_at_risk": drawn.hospitals(0.98)}
    made = card(Decision("hospital_load", "load", "medical", drawn.beds(0.03), beside), words)
    assert made.title == "Harbour Hospital is likely to need more beds than it has"
    assert made.says.startswith("Harbour Hospital: 17 of 17 beds in use now; 19.4 expected on")
    assert made.doubt == "Chance to run over on some day of the fortnight: <b>98%</b>, firm."
    assert made.picture[0].bar.high > made.picture[0].bar.low and not made.quiet
    # Where the city itself may run short, title and body are about the city.
    city = card(Decision("hospital_load", "load", "medical", drawn.beds(0.7), beside), words)
    assert city.title.startswith("Beds may run short: ICU beds") and "ICU beds" in city.says
    assert "on that day" in city.doubt


def test_a_resource_is_called_by_its_name_and_everybody_goes_unsaid(words: Words) -> None:
    beds = drawn.beds(0.7).replace({"resource": {"icu_beds": "icu_bed"}}).assign(stratum="all")
    made = card(Decision("hospital_load", "load", "medical", beds), words)
    assert made.title == "Beds may run short: Beds in intensive care"


def test_an_area_says_its_place_over_all_domains_and_nothing_against_it(city: Release) -> None:
    html = pages(city())["area-1.html"]
    assert "Rank 1 of 12 for the city's risk, could be 1 to 4" in html
    assert "Chance of the first 2: <b>97%</b> firm" in html and "Not combined" not in html
    apart = drawn.everything() | {"city_risk": drawn.not_combined()}
    assert "for the city's risk" not in (html := pages(city(more=apart))["area-1.html"])
    assert "Not combined into one number" in html


def test_the_legend_of_a_map_has_a_space_before_its_number(city: Release) -> None:
    html = pages(city())["decision-intersections_to_make_safer.html"]
    assert re.search(r'<span><span>first <span class="kk">100</span></span></span>', html)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("doublings of the city's complaints in its area, 3 up or down at most: -2.3 (typical 0)",
         "complaints in its area: 0.2\u00a0×\u00a0city"),
        ("E. coli in the last sample, as a logarithm: 7.4 (typical 3.5)",
         "E. coli in the last sample: about 1,636 (typical 33)"),
        ("rain of the week before, as a logarithm: 0.57 (typical -0.26)",
         "rain of the week before: about 1.8 (typical 0.77)"),
        ("rise of the lake, feet: -0.2 (typical 0.0034)",
         "rise of the lake, feet: \u22120.2 (typical 0)"),
        ("near to April: 0.27 (typical -0.0165)", "near to April: 0.27 (typical \u22120.02)"),
        ("kind of premises: takeaway (typical v1.25)",
         "kind of premises: takeaway (typical v1.25)"),
        ("rise of the lake, feet: -0.2 (typical 0.1)",
         "rise of the lake, feet: \u22120.2 (typical 0.1)"),
    ],
)  # fmt: skip
def test_a_model_s_scales_are_not_read_to_people(reason: str, said: str, words: Words) -> None:
    assert reason_in_words(reason, words) == said
