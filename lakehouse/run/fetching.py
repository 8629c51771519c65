"""Fetch a city's feeds from the portals that their contracts name, one after another."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from lakehouse.declare.errors import CityLakeError, DeliveryMissing, NotFound, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.app_token import app_token
from lakehouse.run.settings import City, load_settings
from lakehouse.store.contracts import read_contracts
from lakehouse.store.open_data.fetch import Fetched
from lakehouse.store.open_data.fetch import fetch as bring


def fetch(city: str, names: list[str], again: bool) -> int:
    """Fetch the named feeds, else all that can be; the exit code, as of a run.

    A feed that fails does not keep the others. Raises :class:`NotFound` before anything is
    fetched for a name that is no feed, or a feed without a portal.
    """
    settings = load_settings(city)
    problems: list[CityLakeError] = []
    for feed in _chosen(settings.city, names):
        began = time.monotonic()
        try:
            done = _fetch_one(feed, settings.city, again)
        except CityLakeError as error:
            problems.append(error)
            say.problem(error)
        except Exception as error:  # its words may hold a whole request, and with it the token
            problems.append(CityLakeError(f"{feed.name} failed: {type(error).__name__}."))
            say.problem(problems[-1])
        else:
            say.say(_line(feed, done, time.monotonic() - began))
    return _exit_code(problems)


def _chosen(city: City, names: list[str]) -> list[Feed]:
    feeds = {f.name: f for f in read_contracts(city.folder)}
    for name in names:
        if name not in feeds:
            raise NotFound(
                f"{city.title} has no feed {name}{did_you_mean(name, feeds)}.",
                f"Feeds are: {', '.join(feeds)}.",
            )
        if feeds[name].portal is None:
            raise NotFound(
                f"{name} cannot be fetched: {feeds[name].contract} names no portal.",
                "Add a server of type: api; CONTRIBUTING.md says how.",
            )
    found = [feeds[n] for n in dict.fromkeys(names)] or [f for f in feeds.values() if f.portal]
    if not found:
        raise NotFound(
            f"No contract of {city.title} names a portal.",
            "Add a server of type: api to one; CONTRIBUTING.md says how.",
        )
    return found


def _fetch_one(feed: Feed, city: City, again: bool) -> Fetched:
    portal = feed.portal
    if portal is None:
        raise NotFound(f"{feed.name} has no portal.")
    token = app_token(portal.variable) if portal.variable else ""
    with say.progress(feed.name) as tell:
        return bring(feed, portal, city.delivered, token, datetime.now(UTC), tell, again)


def _line(feed: Feed, done: Fetched, seconds: float) -> str:
    """``food_inspection  1,204 rows  health/food_inspections_20260415T093000Z.csv  3.1 s``."""
    if done.file is None:
        return f"{feed.name}  nothing new"
    much = f"{done.rows:,} rows" if done.rows is not None else f"{done.size:,} bytes"
    return f"{feed.name}  {much}  {done.file}  {seconds:.1f} s"


def _exit_code(problems: list[CityLakeError]) -> int:
    """The first problem's, a late delivery's only when nothing else is wrong."""
    codes = [p.exit_code for p in problems]
    late = DeliveryMissing.exit_code
    return next((c for c in codes if c != late), codes[0] if codes else 0)
