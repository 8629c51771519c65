"""An area changes its colour with its number, not with its neighbours': classes are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from lakehouse.portal import PageData, pages
from lakehouse.portal.drawn.classes import classes_of
from lakehouse.portal.mapclasses import map_classes

Release = Callable[..., PageData]
KEY = "calls per_1000"


def measure(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"measure": "calls", "per_1000": values, "value": 7.0})


def colours(html: str) -> dict[str, str]:
    """The class of each area on the front page's map, by the page it leads to."""
    return {page: step for step, page in re.findall(r'class="a c(\d)".*?data-page="(.*?)"', html)}


def test_limits_stay_while_they_part_the_areas() -> None:
    own = classes_of(measure([*range(1, 21)]), {})
    assert own.kept is None and len(own.limits) == 4
    later = classes_of(measure([n * 1.1 for n in range(1, 21)]), {KEY: own.limits})
    assert later.kept and later.limits == own.limits
    # The same areas measured in whole numbers are another map.
    assert classes_of(measure([*range(1, 21)]).assign(per_1000=None), {KEY: (1, 2)}).kept is None


def test_limits_are_cut_anew_where_most_areas_would_be_alike() -> None:
    far = classes_of(measure([100.0 + 10 * n for n in range(20)]), {KEY: [1, 5, 9, 12]})
    assert far.kept is False and 100 < far.limits[0] < far.limits[-1] < 300
    alike = [1.0] * 11 + [3.0, 6, 10, 11, 12, 13, 14, 15, 16]
    assert classes_of(measure(alike), {KEY: [2, 5, 9, 12]}).kept is False
    # One empty class, here the darkest, is no reason.
    assert classes_of(measure([1.0, 1, 3, 3, 6, 6, 10, 10]), {KEY: [2, 5, 9, 12]}).kept


def test_a_release_takes_over_the_limits_of_the_one_before_and_says_so(city: Release) -> None:
    first = city()
    limits = map_classes(first)
    assert {"city_risk value", "injury_crashes per_1000"} == set(limits)
    risk = first.results["city_risk"].copy()
    # All but the first are worse than they were, which is nothing to the first.
    worse = risk.index[1:]
    risk.loc[worse, "score"] += 20
    moved = replace(first, results={**first.results, "city_risk": risk})
    kept = replace(moved, classes=limits | {"gone per_1000": [1.0]})
    assert map_classes(kept)["city_risk value"] == limits["city_risk value"]
    assert map_classes(kept)["gone per_1000"] == [1.0]
    made = [pages(one)["index.html"] for one in (first, moved, kept)]
    before, anew, after = map(colours, made)
    same = [f"area-{code}.html" for code in risk.drop(worse)["community_area"]]
    assert [before[page] for page in same] == [after[page] for page in same]
    assert [before[page] for page in same] != [anew[page] for page in same]
    assert ["Classes as in the release before." in html for html in made] == [False, False, True]
    far = replace(first, classes={"city_risk value": [1000.0, 2000.0]})
    assert "Classes cut anew: colours do not compare" in pages(far)["risk.html"]
