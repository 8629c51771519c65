"""One release of a city as the pages take it: its results, what is missing, its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from lakehouse.declare.errors import CityLakeError
from lakehouse.declare.table import Result
from lakehouse.portal import PageData, Source
from lakehouse.portal.change import Changes, Listed
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds.arrivals import source_of
from lakehouse.run.published.city_map import city_map
from lakehouse.run.published.model_record import models_of, reliability_of
from lakehouse.run.published.monitor_record import monitors_of
from lakehouse.tables.governance import capacity


def results_of(run: Run) -> list[Result]:
    """The results that the city's feeds allow for, made or not."""
    return [t for t in run.catalogue.tables.values() if isinstance(t, Result)]


def missing_results(run: Run) -> dict[str, str]:
    """Results that are not there by last name, each with what the city lacks for it, else ''."""
    absent = {t.last: "" for t in results_of(run) if not run.there(t)}
    schema = "published."
    # A city that sets no capacity misses nothing.
    lacking = [(n, why) for n, why in run.catalogue.left_out.items() if why != capacity.name]
    return absent | {n.removeprefix(schema): why for n, why in lacking if n.startswith(schema)}


def page_data(
    run: Run,
    as_of: date,
    results: Mapping[str, pd.DataFrame],
    missing: Mapping[str, str],
    files: list[dict[str, Any]],
    known: Mapping[str, Mapping[str, float]],
    changes: Changes | None = None,
    releases: tuple[Listed, ...] = (),
    quality: Mapping[str, tuple[float, str]] = MappingProxyType({}),
    classes: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> PageData:
    """The release that a run publishes; ``files`` are the entries of what lies beside the pages.

    ``known`` is how good each feed is (``standing.standings``), ``changes`` says what moved since
    the last release, ``releases`` which there are, ``quality`` how right each result's worst
    source is (``standing.qualities``), ``classes`` where the map's colours parted so far.
    """
    return PageData(
        city_title=run.settings.city.title,
        example=run.settings.city.example,
        as_of=as_of,
        results=results,
        sources=tuple(sources(run, known)),
        missing=missing,
        files=tuple((f["name"], f["sha256"], f["rows"]) for f in files if "/" not in f["name"]),
        problems=tuple(p.what for p in run.problems if isinstance(p, CityLakeError)),
        outlines=city_map(run.lake),
        calibration=reliability_of(run.lake),
        models=models_of(run),
        monitors=monitors_of(run),
        changes=changes,
        releases=releases,
        quality=quality,
        language=run.settings.language,
        classes=classes,
    )


def sources(run: Run, standings: Mapping[str, Mapping[str, float]]) -> list[Source]:
    """Each feed that a step reads with its last day and its balance, for the pages."""
    read, _ = run.catalogue.above(t for step in run.catalogue.steps for t in step.reads)
    found = []
    for feed in run.catalogue.feeds:
        if feed.fills not in read:
            continue
        table, shares = run.catalogue.tables[feed.fills], standings.get(feed.name, {})
        quality = min(shares.values(), default=None)
        found.append(source_of(run.lake, feed, table, quality))
    return found
