"""The page of a monitor counts what the released table shows, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from lakehouse.portal import PageData, pages
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.monitorview import last_year, monitor_view
from lakehouse.tables.few import WITHHELD
from tests.portal import drawn_city as drawn
from tests.portal import drawn_models as models

Release = Callable[..., PageData]


def weeks(levels: str, series: str = "a_week", observed: float | None = 9.0) -> pd.DataFrame:
    """A row per letter: A alert, W warning, n none, x no judgement; the last is the newest."""
    said = {"A": "alert", "W": "warning", "n": "none", "x": "no judgement"}
    days = [date(2024, 6, 1) - timedelta(days=7 * n) for n in range(len(levels))][::-1]
    told = [said[letter] for letter in levels]
    return pd.DataFrame({
        "series": series, "title": f"Title of {series}", "day": days, "level": told,
        "observed": observed, "expected": 5.0, "upper": 8.0, "algorithm": "essence_ewma",
        "why_no_bound": ["too few counts" if one == "no judgement" else None for one in told],
        "as_of": date(2024, 6, 5), "data_through": date(2024, 6, 1),
    })  # fmt: skip


def told(rows: pd.DataFrame, words: Words, *names: str, **changes: Any) -> dict[str, Any]:
    """The view of a weekly monitor of the named series."""
    card = models.monitor(series=frozenset(names or {"a_week"}), **changes)
    data = PageData("Testville", False, date(2024, 6, 5), {"health_alerts": rows})
    return monitor_view(data, card, words)


def test_alarms_stand_beside_those_of_chance_in_the_judged_periods(words: Words) -> None:
    view = told(weeks("x" * 12 + "n" * 36 + "AAWn"), words)
    assert view["levels"] == [("alert", "2", "2.0", "0.2"), ("warning", "1", "1.0", "0.6")]
    assert view["judged"] == 40 and view["one_in"] == {"alert": 200, "warning": 50}
    assert view["monitor_title"] == "2 alarms among 1 series in the last 52 weeks"
    (series,) = view["loud"]
    assert (series.alerts, series.warnings, series.judged, series.unjudged) == (2, 1, 40, 12)
    assert view["methods"] == [("a moving average (ESSENCE)", 1)]
    assert view["unjudged"] == [("too few counts", 0, 1, 12)]


def test_only_the_last_year_and_only_its_own_series_count(words: Words) -> None:
    rows = pd.concat([weeks("A" * 20 + "n" * 52), weeks("A" * 9, "other")])
    view = told(rows, words)
    assert view["levels"][0][1] == "0" and (view["quiet"], view["loud"]) == (1, [])
    assert view["monitor_title"] == "0 alarms among 1 series in the last 52 weeks"
    daily = last_year(rows, models.monitor(every=1, series=frozenset({"a_week"})))
    assert len(daily) == 72


@pytest.mark.parametrize("level", ["A", "W", "n"])
def test_no_level_is_counted_of_a_period_whose_count_is_not_shown(level: str, words: Words) -> None:
    """A level says on which side of the bound a count lies."""
    rows = weeks("n" + level)
    rows.loc[1, "observed"], rows.loc[1, "why_no_bound"] = None, WITHHELD
    view = told(rows, words)
    (series,) = view["found"]
    assert (series.alerts, series.warnings, series.judged, series.unjudged) == (0, 0, 1, 1)
    assert view["methods"] == [] and view["unjudged"] == [(WITHHELD, 1, 1, 1)]


def test_one_that_is_not_released_tells_no_number_of_its_series(release: Release) -> None:
    inside = models.monitor(name="in", result="", series=frozenset({"covid_week"}))
    page = pages(release(more={"health_alerts": drawn.alerts()}, monitors=(inside,)))
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page["model-in.html"].split("<main")[1]))
    assert "is for Health alone" in said and "Covid week" not in said
    assert "flexible method: from 159 weeks before" in said
    assert "among" not in said and "Who judged" not in said


def test_a_monitor_without_rows_in_this_release_says_so(words: Words) -> None:
    for rows in (weeks("nA", "other"), pd.DataFrame()):
        view = told(rows, words)
        assert view["monitor_title"] == "Nothing it watches is in this release"
        assert view["levels"] == [] and view["found"] == []


def test_series_that_nothing_could_be_said_of_have_no_rate(words: Words) -> None:
    view = told(weeks("xxx"), words)
    assert view["monitor_title"] == "The 1 series could not be judged" and view["levels"] == []


def test_it_is_reached_from_the_models_and_from_the_page_of_its_alarms(city: Release) -> None:
    made = pages(city())
    cards = [card.page for card in models.monitors()]
    assert [name for name in cards if f'href="{name}"' not in made["trust.html"]] == []
    alarms = made["decision-health_alerts.html"]
    assert f'href="{cards[0]}"' in alarms and f'href="{cards[1]}"' not in alarms
    assert 'href="decision-health_alerts.html"' in made[cards[0]]
