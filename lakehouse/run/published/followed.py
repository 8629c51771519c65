"""Follow released lists: what was done with each by now, from the departments' own records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from lakehouse.declare.table import Result
from lakehouse.modelling.follow_up import follow_up
from lakehouse.run.computing.own_tables import is_made, write_made
from lakehouse.run.computing.runner import Run
from lakehouse.run.fingerprint import fingerprint, platform_code
from lakehouse.run.releases.kept import Release, releases
from lakehouse.tables.city import list_action
from lakehouse.tables.governance import list_follow_up

# A list that no other took the place of is followed for so long; and so many releases back.
DAYS, RELEASES = 60, 24


def follow_lists(run: Run, day: date) -> None:
    """Write governance.list_follow_up from the releases that stand, once anything was done."""
    if not run.there(list_action):
        return
    every = [r for r in releases(run.settings.published) if r.withdrawn is None][:RELEASES]
    version = run.lake.version(list_action)
    made_of = fingerprint(list_follow_up, platform_code(), version, [r.name for r in every], day)
    if not every or is_made(run, list_follow_up, made_of):
        return
    done = run.lake.frame(list_action)
    rows = [
        row for result, own in done.groupby("result") for row in _of(run, result, own, every, day)
    ]
    if rows or run.lake.exists(list_follow_up):
        names = list_follow_up.column_names
        write_made(run, list_follow_up, [tuple(r[n] for n in names) for r in rows], made_of)


def _of(
    run: Run, result: str, done: pd.DataFrame, every: list[Release], day: date
) -> Iterator[dict[str, Any]]:
    """A row per release that has the list, if anything was done while it was the newest one."""
    table = run.catalogue.tables.get(f"published.{result}")
    if not isinstance(table, Result):
        return
    happened, known = pd.to_datetime(done["done_on"]), pd.to_datetime(done["known_at"])
    for release, as_of, until in spans(every, result):
        inside = (happened >= pd.Timestamp(as_of)) & (happened < pd.Timestamp(until))
        own = done[inside & (known < pd.Timestamp(day))].sort_values("done_on", kind="stable")
        if own.empty:
            continue
        listed = release.frame(result).rename(columns={table.key[0]: "entity_id"})
        listed = listed.reindex(columns=["entity_id", "rank", "random_share"])
        first = own.drop_duplicates("entity_id")[["entity_id", "found"]]
        told = {"result": result, "release": release.name, "as_of": as_of, "until": until}
        yield told | {"looked_at": day} | follow_up(listed, first)


def spans(every: list[Release], result: str) -> Iterator[tuple[Release, date, date]]:
    """Each release with this list, newest first: the days from its own up to that of the next.

    Of several releases for one day the last one counts: people were led to it.
    """
    until: date | None = None
    for release in sorted(every, key=lambda r: (_day(r, result), r.run), reverse=True):
        as_of = _day(release, result)
        if result not in release.tables or as_of == until:
            continue
        longest = as_of + timedelta(days=DAYS)
        yield release, as_of, min(until, longest) if until else longest
        until = as_of


def _day(release: Release, result: str) -> date:
    """The day that the list itself decides for; that of the release where it does not say."""
    said = release.results.get(result, {}).get("as_of")
    return date.fromisoformat(said) if said else release.day
