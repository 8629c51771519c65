"""Fetch a city's feeds from the portals and databases that their contracts name, in turn."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from lakehouse.declare.errors import CityLakeError, DeliveryMissing, NotFound, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.configured.app_token import app_token, password
from lakehouse.run.settings import City, Settings, load_settings
from lakehouse.store.contract.contracts import read_contracts
from lakehouse.store.database.fetch import fetch as copy
from lakehouse.store.open_data.fetch import fetch as bring
from lakehouse.store.open_data.placed import Fetched


def fetch(city: str, names: list[str], again: bool) -> int:
    """Fetch the named feeds, else all that can be; the exit code, as of a run.

    A feed that fails does not keep the others. Raises :class:`NotFound` before anything is
    fetched for a name that is no feed, or a feed without a portal or database.
    """
    settings = load_settings(city)
    problems: list[CityLakeError] = []
    for feed in _chosen(settings.city, names):
        began = time.monotonic()
        try:
            done = _fetch_one(feed, settings, again)
        except CityLakeError as error:
            problems.append(error)
            say.problem(error)
        except Exception as error:  # its words may hold a whole request, and with it the token
            from lakehouse.checks.unforeseen import unforeseen

            problems.append(unforeseen(feed.name, error))
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
        if not _can_be(feeds[name]):
            raise NotFound(
                f"{name} cannot be fetched: {feeds[name].contract} names no portal or database.",
                "Add a server of type: api or postgresql; CONTRIBUTING.md says how.",
            )
    found = [feeds[n] for n in dict.fromkeys(names)] or [f for f in feeds.values() if _can_be(f)]
    if not found:
        raise NotFound(
            f"No contract of {city.title} names a portal or a database.",
            "Add a server of type: api or postgresql to one; CONTRIBUTING.md says how.",
        )
    return found


def _can_be(feed: Feed) -> bool:
    return feed.portal is not None or feed.database is not None


def _fetch_one(feed: Feed, settings: Settings, again: bool) -> Fetched:
    root, now = settings.city.delivered, datetime.now(UTC)
    with say.progress(feed.name) as tell:
        if feed.portal:
            token = app_token(feed.portal.variable) if feed.portal.variable else ""
            return bring(feed, feed.portal, root, token, now, tell, again)
        if feed.database:
            secret = password(feed.database.variable)
            return copy(feed, feed.database, root, settings.lake, secret, now, tell, again)
    raise NotFound(f"{feed.name} has neither a portal nor a database.")


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
