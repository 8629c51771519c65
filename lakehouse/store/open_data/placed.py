"""Put what a fetch brought where landing finds it, and keep what was brought for the next time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lakehouse.declare.errors import SettingError
from lakehouse.declare.feed import Feed
from lakehouse.store.open_data.kept import move, partial_of
from lakehouse.store.open_data.manners import Manners
from lakehouse.store.open_data.naming import fetched_name, moment_of
from lakehouse.store.open_data.visit import Said, Tell, Visit

USUAL = Manners()


@dataclass(frozen=True)
class Fetched:
    """``file`` below the city's folder, None when nothing is new; rows (of pages) and bytes."""

    file: str | None
    rows: int | None = None
    size: int = 0


def visited(
    feed: Feed,
    root: Path,
    now: datetime,
    tell: Tell,
    again: bool,
    question: Said,
    bring: Callable[[Visit], tuple[Fetched, Said]],
    manners: Manners = USUAL,
) -> Fetched:
    """Let ``bring`` answer ``question`` below ``root``, and remember what it says of it.

    Landing sees nothing but the finished file. Raises what ``bring`` raises, :class:`LakeBusy`
    when the feed is being fetched already, :class:`SettingError` for a folder that cannot be
    written.
    """
    folder = (root / feed.glob).parent
    try:
        if not folder.resolve().is_relative_to(root.resolve()):
            raise SettingError(
                f"{feed.name}: the folder of {feed.glob} leads out of {root}.",
                "Make it a folder of its own.",
            )
        with partial_of(folder, feed.name) as partial:
            last = {} if again else partial.last(question)
            if again:
                partial.forget()
            visit = Visit(feed, root, now, partial, last, manners, tell)
            done, said = bring(visit)
            partial.remember({**last, **said, "question": question})
            partial.forget()
            return done
    except OSError as error:
        raise SettingError(
            f"{feed.name}: {folder} cannot be written ({error.strerror}).",
            "Give the platform the right to write there, and room.",
        ) from error


def place(visit: Visit, part: Path, rows: int | None) -> tuple[Fetched, Said]:
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
