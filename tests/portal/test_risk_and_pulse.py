"""The city's risk and its pulse: what is said, how sure, and nothing of what is withheld."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal import PageData, pages
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.pulseview import beats_of, title_of
from lakehouse.portal.views.riskview import risk_view
from lakehouse.tables import published
from lakehouse.tables.few import WITHHELD
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_the_drawn_tables_have_the_columns_that_are_declared() -> None:
    assert set(drawn.city_risk()) == set(published.city_risk.column_names)
    assert set(drawn.city_pulse()) == set(published.city_pulse.column_names)


def test_only_firm_areas_are_named_in_the_title(city: Release, words: Words) -> None:
    view = risk_view(city(), words)
    assert view["risk_title"] == "Northgate and East Harbour stand out over all domains"
    assert view["close"] == ["Old Mill"]
    unsure = drawn.city_risk().assign(is_firm=False)
    view = risk_view(city(more={"city_risk": unsure}), words)
    assert view["risk_title"].startswith("Which areas stand out")
    assert {one.word for one in view["ranked"][:2]} == {"close"}, "firm is the table's to say"


def test_what_adds_to_a_score_adds_up_as_it_is_written(city: Release, words: Words) -> None:
    for one in risk_view(city(), words)["ranked"]:
        sides = one.adds.replace("− ", "-").replace("+ ", "+").split("=")
        numbers = [int(n) for n in re.findall(r"[+-]?\d+", sides[0])]
        assert sum(numbers) == int(sides[1]) == int(one.score)


def test_a_rank_stands_beside_its_range_and_in_what_is_read_out(city: Release) -> None:
    html = pages(city())["risk.html"]
    row = next(part for part in html.split("<tr") if ">Old Mill</a>" in part)
    assert "1 to 6" in text_of(row) and "59%" in row and "close call" in row
    assert re.search(r'aria-label="Old Mill: score \d+, rank 3 of 12, could be 1 to 6"', html)


def test_what_is_known_of_no_area_has_no_column(city: Release) -> None:
    bare = drawn.city_risk().assign(vulnerability=float("nan"))
    made = pages(city(more={"city_risk": bare}))["risk.html"]
    assert ">Frail</th>" not in made and ">People</th>" in made
    assert ">Frail</th>" in pages(city())["risk.html"]


def test_what_is_not_combined_has_no_rank_score_or_map(city: Release) -> None:
    why = "the domains' data end in other years"
    made = pages(city(more={"city_risk": drawn.not_combined(why)}))["risk.html"]
    main = made[made.index("<main") : made.index("</main")]
    assert "No single number" in main and "data end in other years" in text_of(main).replace(
        "&#39;", "'"
    )
    assert 'role="listbox"' not in main and "could be" not in text_of(main)
    listed = main[main.index('id="list-title"') :].split("</section>")[0]
    assert "areas by name, their domains side by side" in listed
    assert not re.search(r'score|rank|class="ax"', listed, re.IGNORECASE)
    assert not re.search(r"\d+% |rank \d", text_of(main).split("How is it made")[0])


def test_an_area_without_a_score_is_named_with_what_is_not_known_of_it(city: Release) -> None:
    rows = drawn.city_risk()
    gone = rows["name"] == "Old Mill"
    rows.loc[gone, ["score", "rank", "rank_p05", "rank_p95", "chance_of_top"]] = np.nan
    rows["why_no_score"] = None
    rows.loc[gone, "why_no_score"] = "nothing is known here of safety"
    html = pages(city(more={"city_risk": rows}))["risk.html"]
    assert "No score for Old Mill: nothing is known here of safety." in text_of(html)


def test_a_count_that_is_withheld_leaves_nothing_on_the_page(words: Words) -> None:
    rows = drawn.city_pulse()
    fires = next(beat for beat in beats_of(rows, words) if beat.name == "fires")
    assert (fires.last.value, fires.last.low, fires.last.high) == ("[c]", "", "")
    assert (fires.status, fires.trend, fires.misses) == ("none", "", False)
    told = rows[(rows["indicator"] == "fires") & (rows["why_no_status"] == WITHHELD)]
    assert told["value"].isna().all() and len(told) == 6


def test_the_wrong_side_comes_first_and_the_late_say_so(words: Words) -> None:
    beats = beats_of(drawn.city_pulse(), words)
    assert [beat.name for beat in beats] == [
        *("closing_days", "food_visits", "burglaries"),
        *("ambulance_in_time", "ozone", "deaths", "fires"),
    ]
    assert [beat.worse for beat in beats[:3]] == [True, True, False]
    assert title_of(beats, words).startswith("3 of 5 indicators are outside")
    late = next(beat for beat in beats if beat.status == "late")
    assert late.why.startswith("the last day is")
    calm = beats_of(drawn.city_pulse(late=False, calm=True), words)
    assert title_of(calm, words) == "All 6 indicators that could be judged are as expected"


def test_pages_and_links_are_there_with_their_tables_alone(city: Release, release: Release) -> None:
    made = pages(city())
    assert 'href="risk.html"' in made["index.html"] and 'href="pulse.html"' in made["trust.html"]
    bare = pages(release())
    assert "risk.html" not in bare and 'href="pulse.html"' not in bare["index.html"]


def test_a_table_without_a_column_is_refused(city: Release) -> None:
    for name, made in (("city_risk", drawn.city_risk()), ("city_pulse", drawn.city_pulse())):
        with pytest.raises(PromiseBroken, match=f"published.{name}"):
            pages(city(more={name: made.drop(columns="as_of")}))


def test_an_empty_week_has_no_line_and_no_number(words: Words) -> None:
    rows = drawn.city_pulse()
    none = rows[rows["indicator"] == "ozone"].assign(
        value=np.nan, expected=np.nan, expected_low=np.nan, expected_high=np.nan, status="none",
        why_no_status="too few weeks came before", as_of=date(2020, 6, 1),
    )  # fmt: skip
    (beat,) = beats_of(none, words)
    assert beat.plot is None and beat.last.value == "" and beat.last.low == ""


def test_a_city_without_a_score_is_not_told_how_one_is_made(city: Release) -> None:
    apart = drawn.everything() | {"city_risk": drawn.not_combined("they end on 2018-12-30")}
    html = pages(city(more=apart))["risk.html"]
    assert "they end on 30 December 2018" in html and "No score is made of them here" in html
    assert "1,000 times again" not in html and "1,000 times again" in pages(city())["risk.html"]


def test_the_map_of_all_areas_has_no_numbers_of_a_list_that_is_not_there(city: Release) -> None:
    made = pages(city())
    assert 'class="pin"' not in made["areas.html"] and 'class="pin"' in made["index.html"]
