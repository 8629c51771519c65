"""Fetch one feed: what is new of it becomes a file where its department would deliver it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from lakehouse.declare.errors import SettingError
from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.ckan import Ckan, file_address
from lakehouse.store.open_data.door import Door, open_door
from lakehouse.store.open_data.download import take_file
from lakehouse.store.open_data.kept import move, partial_of, write_whole
from lakehouse.store.open_data.manners import Manners
from lakehouse.store.open_data.naming import fetched_name, moment_of
from lakehouse.store.open_data.paged import take_rows
from lakehouse.store.open_data.socrata import Socrata
from lakehouse.store.open_data.source import Source, Stamp
from lakehouse.store.open_data.visit import Said, Tell, Visit, question_of
from lakehouse.store.open_data.written import whole_text

USUAL = Manners()


@dataclass(frozen=True)
class Fetched:
    """``file`` below the city's folder, None when nothing is new; rows (of pages) and bytes."""

    file: str | None
    rows: int | None = None
    size: int = 0


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

    ``now`` names the file; ``tell`` hears of the progress. Landing sees nothing but the finished
    file. Raises what ``trouble`` makes of the portal's answers, :class:`LakeBusy` when the feed
    is being fetched already, :class:`SettingError` for a folder that cannot be written.
    """
    folder = (root / feed.glob).parent
    try:
        if not folder.resolve().is_relative_to(root.resolve()):
            raise SettingError(
                f"{feed.name}: the folder of {feed.glob} leads out of {root}.",
                "Make it a folder of its own.",
            )
        with partial_of(folder, feed.name) as partial:
            question = question_of(feed, portal)
            last = {} if again else partial.last(question)
            if again:
                partial.forget()
            visit = Visit(feed, root, now, partial, last, manners, tell)
            door = open_door(feed.name, portal, token, manners)
            with door.session:
                done, said = (_rows if portal.paged else _file)(visit, door, question)
            partial.remember({**last, **said, "question": question})
            partial.forget()
            return done
    except OSError as error:
        raise SettingError(
            f"{feed.name}: {folder} cannot be written ({error.strerror}).",
            "Give the platform the right to write there, and room.",
        ) from error


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
    done, said = _deliver(visit, visit.partial.whole, taking.rows)
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
    done, said = _deliver(visit, visit.partial.body, None)
    return done, {**said, "url": url, "version": version}


def _deliver(visit: Visit, part: Path, rows: int | None) -> tuple[Fetched, Said]:
    """Put the file where landing finds it, unless its content is what was fetched last."""
    with part.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if visit.last.get("hash") == digest and visit.last_file_is_there:
        return Fetched(None), {}
    size, name = part.stat().st_size, _free_name(visit)
    move(part, visit.root / name)
    said = {"file": name, "hash": digest, "rows": rows, "at": visit.now.isoformat()}
    return Fetched(name, rows, size), said


def _free_name(visit: Visit) -> str:
    """A name that no file has yet; the pattern's own, where it names one file."""
    feed, moment, number = visit.feed, moment_of(visit.now), 0
    while True:
        name = fetched_name(feed.glob, feed.but, moment + (f"-{number}" if number else ""))
        if name is None:  # a Feed that was not read from a contract
            raise SettingError(
                f"{feed.name}: no file's name follows from {feed.glob}.", "Correct the path."
            )
        if "*" not in feed.glob or not (visit.root / name).exists():
            return name
        number += 1
