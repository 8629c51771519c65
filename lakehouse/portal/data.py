"""What the pages are made of: one release of a city, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lakehouse.portal.change import Changes, Listed
from lakehouse.portal.modelcard import ModelCard
from lakehouse.portal.monitorcard import MonitorCard

TRIALS, MEANINGS, AREAS = "how_good_are_the_models", "what_the_tables_mean", "area_side_by_side"
# Code, name, SVG path, and where its label stands, on one map that is 1000 units wide.
Outline = tuple[str, str, str, float, float]


@dataclass(frozen=True)
class Source:
    """One feed: its last day, and how its delivered rows were divided.

    ``late_after`` is the number of days between ``last_day`` and the as-of day from which the
    feed is called late; ``last_day`` is None for a feed whose rows have no day: then those since
    ``last_landed``, where the contract says how often it comes (``promised``). ``quality`` is the
    share of its rows that are right, in the dimension where it is worst.
    """

    name: str
    owner: str
    last_day: date | None
    delivered: int
    good: int
    quarantined: int
    files: int
    note: str = ""
    late_after: int = 35
    quality: float | None = None
    last_landed: date | None = None
    promised: bool = True

    @property
    def heard(self) -> date | None:
        """The day from which its silence counts, None where nobody promised anything."""
        return self.last_day or (self.last_landed if self.promised else None)


@dataclass(frozen=True)
class PageData:
    """One release.

    ``results`` holds the published tables by last name, as declared; every one may be absent.
    ``missing`` names the results that are not there, each with what the city lacks for it ('' for
    a step that did not finish). ``files`` are the files beside the pages as (name, sha256, rows);
    ``problems`` are sentences on what the run refused or missed. ``outlines`` draw the areas.
    ``list_level`` and ``trial_level`` are the levels of the ranges in lists and trials.
    ``calibration`` holds, by model name, the reliability table of the chosen candidate:
    probability, observed, low, high. ``changes`` says what moved since the last release, None
    where there is none; ``releases`` lists them all, this one included, the newest first.
    ``quality`` has, by last name, the worst source each result is made of: the share of its rows
    that are right, and its feed. ``models`` and ``monitors`` are those on record, each of which has
    a page. ``language`` is that of the sentences, a file in ``text``; ``classes`` are the limits of
    earlier maps' classes.
    """

    city_title: str
    example: bool
    as_of: date
    results: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[str, ...] = ()
    outlines: tuple[Outline, ...] = ()
    list_level: float = 0.9
    trial_level: float = 0.95
    calibration: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    changes: Changes | None = None
    releases: tuple[Listed, ...] = ()
    quality: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    models: tuple[ModelCard, ...] = ()
    monitors: tuple[MonitorCard, ...] = ()
    language: str = "en"
    classes: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def rows(self, name: str) -> pd.DataFrame:
        """The rows of a result, none where it is absent."""
        found = self.results.get(name)
        return pd.DataFrame() if found is None else found
