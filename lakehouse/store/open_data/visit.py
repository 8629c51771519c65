"""One fetch of one feed: what it is about, what is known from the last one, where it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from lakehouse.store.open_data.kept import Partial
from lakehouse.store.open_data.manners import Manners

Said = dict[str, Any]
Tell = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Visit:
    """A feed is fetched below ``root`` at the moment ``now``.

    ``last`` is what was kept of the last fetch of the same question; ``tell`` hears how many rows
    (or bytes, of a file) of how many there are.
    """

    feed: Feed
    root: Path
    now: datetime
    partial: Partial
    last: Said
    manners: Manners
    tell: Tell

    @property
    def last_file_is_there(self) -> bool:
        """Whether what the last fetch brought still lies in the folder."""
        return "file" in self.last and (self.root / self.last["file"]).is_file()


def question_of(feed: Feed, portal: Portal) -> Said:
    """All that decides what is fetched: an answer to another question is never gone on with."""
    own = [c.header for c in feed.columns if c.header.startswith((":", "_"))]
    return {
        "portal": [portal.kind, portal.location, portal.dataset, portal.take],
        "which": [portal.since, portal.where, portal.order, *own],
        "as": [feed.format, feed.delimiter, feed.encoding],
    }
