"""What a page says of a series: its last count, or why there is none to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest

from lakehouse.methods.ladder import METHODS
from lakehouse.portal import PageData, pages
from lakehouse.portal.said.proper import spelt
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.views.alerts import series_of
from lakehouse.portal.views.infections import germs_of
from lakehouse.portal.views.seriesdays import apart_of
from lakehouse.tables.few import WITHHELD
from tests.portal import drawn_city as drawn

Release = Callable[..., PageData]


def two_days(level: str, observed: float | None, why: str | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": "visits",
            "title": "Visits per day",
            "day": [date(2024, 6, 1), date(2024, 6, 2)],
            "observed": [7.0, observed],
            "expected": 2.0,
            "upper": 6.0,
            "level": ["none", level],
            "lasting": [0, 2],
            "why_no_bound": [None, why],
            "algorithm": "essence_ewma",
        }
    )


@pytest.mark.parametrize(("why", "shown"), [(WITHHELD, "[c]"), ("no count was reported", "")])
def test_a_count_that_is_not_there_is_withheld_or_missing(why: str, shown: str) -> None:
    (series,) = series_of(two_days("no judgement", None, why), read_words())
    assert series.last.observed == shown
    assert [period.observed for period in series.recent] == ["7", shown]
    assert series.why == why


@pytest.mark.parametrize("level", ["alert", "warning", "none"])
def test_no_level_stands_beside_a_count_that_is_not_shown(level: str) -> None:
    """A level says on which side of the bound a count lies."""
    (series,) = series_of(two_days(level, None), read_words())
    assert (series.level, series.last.level, series.lasting) == ("no judgement",) * 2 + (False,)
    assert series.recent[-1].level == "no judgement" and series.alarms == 0
    assert series.bar is None


def test_a_count_that_is_there_is_said() -> None:
    (series,) = series_of(two_days("alert", 9.0), read_words())
    assert (series.last.observed, series.level, series.alarms) == ("9", "alert", 1)


def test_the_bound_is_the_last_count_that_is_no_alarm() -> None:
    (series,) = series_of(two_days("none", 5.0).assign(upper=15.9), read_words())
    assert series.last.upper == "15"


def test_a_count_between_two_that_are_withheld_is_drawn() -> None:
    rows = pd.concat([two_days("none", None, WITHHELD)] * 2, ignore_index=True)
    rows["day"] = [date(2024, 6, n) for n in (1, 2, 3, 4)]
    (series,) = series_of(rows, read_words())
    line = dict(series.plot.paths)["ln"]
    assert line.count("h6") == line.count("M") == 2


def test_of_a_series_of_withheld_counts_nothing_is_drawn() -> None:
    rows = two_days("no judgement", None, WITHHELD).iloc[1:]
    (series,) = series_of(rows.assign(expected=None, upper=None), read_words())
    assert series.plot.paths == () and series.last.upper == series.last.expected == ""


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (3, ""),
        (2, "Not drawn: of 4 periods 2 have a count that may be shown, 7 to 9."),
        (1, "Not drawn: of 4 periods 1 has a count that may be shown, 7."),
        (0, "Not drawn: of 4 periods none has a count that may be shown."),
    ],
)
def test_a_line_that_is_mostly_gaps_is_told_in_a_sentence(shown: int, said: str) -> None:
    rows = pd.concat([two_days("none", 9.0)] * 2, ignore_index=True)
    rows["day"] = [date(2024, 6, n) for n in (1, 2, 3, 4)]
    rows["why_no_bound"] = [None if n < shown else WITHHELD for n in range(4)]
    rows["observed"] = rows["observed"].where(rows["why_no_bound"].isna())
    (series,) = series_of(rows, read_words())
    assert series.gaps == said


def test_germs_are_spelt_as_people_write_them() -> None:
    rows = two_days("none", 9.0).assign(title="Laboratory reports per week, covid 19")
    (series,) = series_of(rows, read_words())
    assert series.title == "Laboratory reports per week, COVID-19"
    assert spelt("influenza a (counts") == "influenza A (counts"
    assert spelt("influenza as a whole") == "influenza as a whole"


def test_a_bound_below_zero_stays_in_the_picture() -> None:
    (series,) = series_of(two_days("none", 9.0).assign(upper=-3.0), read_words())
    heights = re.findall(r"\d+ (-?\d+)", dict(series.plot.paths)["band"])
    assert max(map(int, heights)) <= 200


def test_gaps_of_what_was_not_reported_stay_a_picture() -> None:
    (series,) = series_of(two_days("no judgement", None, "no count was reported"), read_words())
    assert series.gaps == "" and series.plot.paths


def test_a_series_with_nothing_to_see_is_a_row_and_not_a_card(city: Release) -> None:
    rows = drawn.withheld(drawn.alerts(), rare_day=104, death_day=60)
    made = pages(city(more={"health_alerts": rows}))
    html = made["decision-health_alerts.html"]
    cards, rest = html.split('id="series-rest"')
    assert cards.count('id="series-') == 2 and "Rare day" not in cards and "Rare day" in rest
    told = cards[cards.index('id="series-2"') :]
    assert "of 104 periods 43 have a count" in told and 'class="plot"' not in told
    # One key stands above all pictures.
    assert cards.count('class="key"') == 1
    assert "Death day, " not in made["index.html"].split('id="charts"')[1]


def test_of_many_series_those_in_alarm_are_drawn_and_the_others_listed(city: Release) -> None:
    """Two results of this kind stand beside each other: each leads to its own page."""
    both = {"health_alerts": drawn.alerts(), "service_alerts": drawn.many_alerts()}
    made = pages(city(more=both))
    page = made["decision-service_alerts.html"]
    assert page.count('<section class="card" aria-labelledby="series-') == 12 + 1
    assert "<h1>10 alarms" in page and "18 other series" in page
    assert page.index("Covid week 9") < page.index("18 other series")
    assert "too few counts" in page.split("18 other series")[1]
    front = made["index.html"]
    assert 'class="card city-services"' in front
    assert {'href="decision-service_alerts.html"', 'href="decision-health_alerts.html"'} <= {
        *re.findall(r'href="decision-\w+_alerts.html"', front.split('id="charts"')[1])
    }


def test_each_method_is_named_as_epidemiologists_name_it() -> None:
    names = {f"alerts.method.{name}" for name in METHODS}
    assert names == {key for key in read_words().sentences if key.startswith("alerts.method.")}
    (series,) = series_of(two_days("none", 5.0).assign(algorithm="ears_c1"), read_words())
    assert series.algorithm == "EARS C1"


def test_series_that_end_years_apart_are_said_to(city: Release, words: Words) -> None:
    rows = drawn.alerts()
    old = rows["series"] == "death_day"
    rows.loc[old, "day"] = [date(1994, 12, 29) - timedelta(days=n) for n in range(old.sum())][::-1]
    said = "Each series is judged on its own last day, 29 December 1994 to 22 February 2022."
    assert apart_of(rows, words) == said and apart_of(drawn.alerts(), words) == ""
    made = pages(city(more=drawn.everything() | {"health_alerts": rows}))
    assert said in made["decision-health_alerts.html"] and said in made["index.html"]


@pytest.mark.parametrize(("times", "said"), [(8, False), (10, True)])
def test_what_is_not_printed_of_many_series_is_said_on_paper(
    city: Release, times: int, said: bool
) -> None:
    more = drawn.everything() | {"service_alerts": drawn.many_alerts(times)}
    html = pages(city(more=more))["decision-service_alerts.html"]
    assert ("The first 12 are printed" in html) == said


def test_visits_still_to_be_reported_stand_beside_those_there_are(city: Release) -> None:
    html = pages(city())["decision-health_alerts.html"]
    assert 'href="#visits"' in html
    card = html[html.index('id="visits"') : html.index('id="clusters"')]
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card))
    assert "310 345 (335 to 360) 330" in told and "in steps of 5" in told
    assert "95 in 100 of the days told within a week lay in their range" in told
    assert "▲ Not to be trusted: in the last year its ranges were too narrow" in told
    assert "Rash Not shown: fewer than 5" in told and "One case infects" not in told


def test_a_nowcast_that_did_not_hold_is_not_to_be_trusted(words: Words) -> None:
    held, off, short, none = germs_of(drawn.infections(), words)
    assert held.trusted and "94 in 100" in held.past and "95 should" in held.past
    assert not off.trusted and "its ranges were too narrow; 70 in 100" in off.past
    assert not short.trusted and short.past == words("germs.past_none")
    assert none.trusted and none.past == ""
