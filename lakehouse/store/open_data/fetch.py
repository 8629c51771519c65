"""Fetch one feed: what is new of it becomes a file where its department would deliver it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.ckan import Ckan, file_address
from lakehouse.store.open_data.door import Door, open_door
from lakehouse.store.open_data.download import take_file
from lakehouse.store.open_data.kept import write_whole
from lakehouse.store.open_data.manners import Manners
from lakehouse.store.open_data.paged import take_rows
from lakehouse.store.open_data.placed import USUAL, Fetched, place, visited
from lakehouse.store.open_data.socrata import Socrata
from lakehouse.store.open_data.source import Source, Stamp
from lakehouse.store.open_data.visit import Said, Tell, Visit, question_of
from lakehouse.store.open_data.written import whole_text


def fetch(
    feed: Feed,
    portal: Portal,
    root: Path,
    token: str,
    now: datetime,
    tell: Tell,
    again: bool = False,
    manners: Manners = USUAL,
) -> Fetched:
    """Bring what is new of a feed below ``root``; all there is, when ``again``.

    ``now`` names the file; ``tell`` hears of the progress. Raises what ``trouble`` makes of the
    portal's answers, and the errors of :func:`visited`.
    """
    question = question_of(feed, portal)

    def bring(visit: Visit) -> tuple[Fetched, Said]:
        door = open_door(feed.name, portal, token, manners)
        with door.session:
            return (_rows if portal.paged else _file)(visit, door, question)

    return visited(feed, root, now, tell, again, question, bring, manners)


def _rows(visit: Visit, door: Door, question: Said) -> tuple[Fetched, Said]:
    portal, last = door.portal, visit.last
    socrata = portal.kind == "socrata"
    source: Source = Socrata(door, visit.feed) if socrata else Ckan(door, visit.feed)
    question = {**question, "first": last.get("newest", "")}
    # Only Socrata tells of every changed row. What was taken away is brought again, but not one
    # file of many: its rows may have landed long ago.
    sure = socrata and bool(portal.since or visit.last_file_is_there)
    known = Stamp(**last["edge"]) if sure and "edge" in last else None
    taking = take_rows(source, visit, question, known)
    if taking is None or (question["first"] and not taking.stamp.total):
        return Fetched(None), {}
    if not taking.stamp.total:
        raise trouble.not_data(door.where, "has no rows")
    pages = taking.paths(visit.partial)
    write_whole(visit.partial.whole, whole_text(visit.feed, taking.columns, pages))
    done, said = place(visit, visit.partial.whole, taking.rows)
    edge = asdict(taking.edge or taking.stamp)
    return done, {**said, "newest": taking.window.last, "edge": edge}


def _file(visit: Visit, door: Door, question: Said) -> tuple[Fetched, Said]:
    portal, last = door.portal, visit.last
    url = file_address(door) if portal.kind == "ckan" else portal.location
    same = last.get("url") == url and visit.last_file_is_there
    version = take_file(
        door, url, visit, {**question, "url": url}, last.get("version", {}) if same else {}
    )
    if version is None:
        return Fetched(None), {}
    done, said = place(visit, visit.partial.body, None)
    return done, {**said, "url": url, "version": version}
