"""How long requests take by category, and which areas are served slower, beside the alerts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.declare.natural_order import natural_order
from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import in_100, text_of, written
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.infections import days_of
from lakehouse.tables.published.services import WHOLE_CITY

WAITS, SERVED = "how_long_requests_take", "what_each_district_gets"
SLOWER = "slower"


@dataclass(frozen=True)
class Wait:
    """One category of requests in the city, numbers as written, '' where there is none."""

    category: str
    half: str
    low: str
    high: str
    due: str
    open: str
    slower: str


@dataclass(frozen=True)
class Area:
    """An area that is served slower than the city, numbers as written."""

    name: str
    need: str
    in_time: str
    low: str
    high: str
    times: str


def waits_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where they are told elsewhere."""
    rows, served = decision.told_with(WAITS), decision.told_with(SERVED)
    found = waits_of(rows, words)
    return {
        "waits": found,
        "waits_title": title_of(found, words),
        "waits_through": days_of(rows, words),
        "served": areas_of(served, words),
        "served_known": len(served),
        "served_through": days_of(served, words),
    }


def waits_of(rows: pd.DataFrame, words: Words) -> list[Wait]:
    """Every category, the longest first, those of which half are still open last."""
    if not len(rows):
        return []
    whole = rows[rows["police_district"] == WHOLE_CITY]
    there = rows[(rows["police_district"] != WHOLE_CITY) & (rows["says"] == SLOWER)]
    slower = {
        str(category): ", ".join(sorted(own["police_district"], key=natural_order))
        for category, own in there.groupby("category")
    }
    ordered = whole.sort_values("category").sort_values(
        "median_days", ascending=False, kind="stable"
    )
    return [_wait(cells, slower, words) for cells in ordered.to_dict("records")]


def title_of(found: list[Wait], words: Words) -> Markup:
    """Which category takes longest."""
    if not found or not found[0].half:
        return words("waits.none")
    return words("waits.title", what=found[0].category, days=found[0].half)


def areas_of(rows: pd.DataFrame, words: Words) -> list[Area]:
    """The areas that are served slower than the city, the slowest first."""
    if not len(rows):
        return []
    slow = rows[rows["says"] == SLOWER].sort_values(["in_time", "name"])
    return [_area(cells, words) for cells in slow.to_dict("records")]


def _wait(cells: dict[str, Any], slower: dict[str, str], words: Words) -> Wait:
    return Wait(
        category=_title(text_of(cells["category"])),
        half=written(cells["median_days"], words),
        low=written(cells["median_days_low"], words),
        high=written(cells["median_days_high"], words),
        due=written(cells["due_days"], words),
        open=written(cells["open"], words),
        slower=slower.get(text_of(cells["category"]), ""),
    )


def _area(cells: dict[str, Any], words: Words) -> Area:
    return Area(
        name=text_of(cells["name"]),
        need=written(cells["per_1000"], words),
        in_time=in_100(cells["in_time"]),
        low=in_100(cells["in_time_low"]),
        high=in_100(cells["in_time_high"]),
        times=written(cells["times_usual"], words, 1),
    )


def _title(name: str) -> str:
    return name[:1].upper() + name[1:].replace("_", " ")
