"""The decisions of a release, known by the shape of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import pandas as pd

from lakehouse.portal.data import PageData
from lakehouse.portal.said.figures import as_day, text_of

Kind = Literal["list", "alerts", "load", "hours", "speeds"]
DOMAINS = ("traffic", "medical", "safety", "city services", "environment", "other")
# Results in the order of the pages, with their domain; one that is not named here comes last.
KNOWN = {
    "intersections_to_make_safer": "traffic",
    "streets_to_make_safer": "traffic",
    "hours_and_places_to_watch": "traffic",
    "speeds_to_expect": "traffic",
    "health_alerts": "medical",
    "hospital_load": "medical",
    "areas_with_excess_risk": "medical",
    "premises_to_inspect_first": "safety",
    "buildings_to_visit": "safety",
    "blocks_to_visit": "safety",
    "places_needing_help_first": "safety",
    "service_alerts": "city services",
    "beaches_to_close": "environment",
    "traps_to_treat": "environment",
    "air_to_expect": "environment",
}
# Results that are told on the page of another.
TOLD_WITH = {
    "streets_to_make_safer": ("what_measures_did",),
    "speeds_to_expect": ("speeds_within_the_hour", "bottlenecks", "unreliable_corridors"),
    "hospital_load": ("hospitals_at_risk", "arrivals_to_expect"),
    "health_alerts": (
        *("infections_now", "visits_now", "health_clusters", "deaths_of_heat_and_cold"),
    ),
    "places_needing_help_first": ("incidents_that_repeat",),
    "service_alerts": ("how_long_requests_take", "what_each_district_gets"),
}
# Results that have a page only where a city cannot have the better one.
IN_PLACE_OF = {"blocks_to_visit": "buildings_to_visit"}
# Nothing has to be done about these while every chance on them is unlikely.
ONLY_IF_LIKELY = ("beaches_to_close", "traps_to_treat", "air_to_expect")


@dataclass(frozen=True)
class Decision:
    """A result that somebody acts on: its last name, its shape, its domain and its rows.

    ``beside``: the rows of the results that are told on the same page, by last name.
    """

    name: str
    kind: Kind
    domain: str
    rows: pd.DataFrame
    beside: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def told_with(self, name: str) -> pd.DataFrame:
        """The rows of a result on the same page, none where it is told elsewhere."""
        return self.beside.get(name, pd.DataFrame())

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"decision-{self.name}.html"

    @cached_property
    def as_of(self) -> date | None:
        """The day it decides for."""
        return first_day(self.rows, "as_of")

    @cached_property
    def data_through(self) -> date | None:
        """The last day its data reach."""
        return first_day(self.rows, "data_through")

    @property
    def model(self) -> str:
        """The registered model that made it, '' where none did."""
        return first_text(self.rows, "model_name")

    @property
    def models(self) -> set[str]:
        """The registered models of all that is told on its page."""
        told = [r["model_name"] for r in (self.rows, *self.beside.values()) if "model_name" in r]
        return {name for names in told for name in map(text_of, names.dropna().unique()) if name}


def decisions(data: PageData) -> list[Decision]:
    """The decisions of a release in the order of the pages."""
    order = list(KNOWN)
    elsewhere = {told for names in TOLD_WITH.values() for told in names}
    found = [
        Decision(name, kind, KNOWN.get(name, "other"), rows, _beside(name, data))
        for name, rows in data.results.items()
        if (kind := kind_of(rows)) is not None
        and name not in elsewhere
        and not len(data.rows(IN_PLACE_OF.get(name, "")))
    ]
    return sorted(
        found, key=lambda d: (order.index(d.name) if d.name in order else len(order), d.name)
    )


def _beside(name: str, data: PageData) -> dict[str, pd.DataFrame]:
    return {told: data.rows(told) for told in TOLD_WITH.get(name, ())}


def kind_of(rows: pd.DataFrame) -> Kind | None:
    """What a result is: a list has ranks and a chance or an expected count, alerts have a level,

    a load has quantiles; what is expected by hour is of areas, or the speed at detectors.
    """
    columns = set(rows.columns)
    if {"resource", "day", "q05", "q50", "q95"} <= columns:
        return "load"
    if {"series", "day", "observed", "level"} <= columns:
        return "alerts"
    if {"day", "hour", "expected"} <= columns:
        if {"place", "community_area", "observed"} <= columns:
            return "hours"
        if {"detector_id", "last_speed", "usual_speed"} <= columns:
            return "speeds"
    return "list" if "rank" in columns and columns & {"probability", "expected"} else None


def first_day(rows: pd.DataFrame, column: str) -> date | None:
    """The first day in a column, None without one."""
    days = list(rows[column].dropna()) if column in rows else []
    return as_day(days[0]) if days else None


def first_text(rows: pd.DataFrame, column: str) -> str:
    """The first text in a column, '' without one."""
    texts = list(rows[column].dropna()) if column in rows else []
    return text_of(texts[0]) if texts else ""
