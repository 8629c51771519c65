"""What a page is made of: one release of a city, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Source:
    """One feed: its last day, and how its delivered rows were divided.

    ``late_after`` is the number of days between ``last_day`` and the as-of day from which the
    feed is called late; ``last_day`` is None for a feed whose rows have no day.
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


@dataclass(frozen=True)
class PageData:
    """One release.

    ``list_rows``, ``trials`` and ``meanings`` have the columns of the tables
    published.premises_to_inspect_first, published.how_good_are_the_models and
    published.what_the_tables_mean. ``files`` are the files beside the page as (name, sha256,
    rows); ``problems`` are sentences on what the run refused or missed. ``list_level`` and
    ``trial_level`` are the levels of the ranges in the list and in the trials. ``calibration``
    may hold the reliability table of the chosen candidate: probability, observed, low, high.
    """

    city_title: str
    example: bool
    as_of: date
    data_through: date
    list_rows: pd.DataFrame
    trials: pd.DataFrame
    meanings: pd.DataFrame
    sources: tuple[Source, ...]
    files: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[str, ...] = ()
    list_level: float = 0.9
    trial_level: float = 0.95
    calibration: pd.DataFrame | None = None
