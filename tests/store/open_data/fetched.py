"""A feed of dogs that a portal has, fetched into a folder, and the rows that came."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal as Entry
from lakehouse.store.open_data.fetch import Fetched, fetch
from lakehouse.store.open_data.manners import Manners
from tests.store.open_data.server import Portal
from tests.store.parks import dog_feed

QUICK = Manners(tries=4, backoff=0.001, restarts=2, connect=5, read=5, patience=2)
NOON = datetime(2026, 4, 15, 12, tzinfo=UTC)


@dataclass
class Town:
    """Where the dogs are delivered; each fetch is an hour later."""

    root: Path
    portal: Portal
    feed: Feed = field(default_factory=dog_feed)
    manners: Manners = QUICK
    told: list[tuple[int, int | None]] = field(default_factory=list)
    count: int = 0

    def entry(self, kind: str = "socrata", **changes: Any) -> Entry:
        ids = {"socrata": "dogs-2020", "ckan": "dogs", "url": ""}
        said = Entry(kind, self.portal.address, ids[kind], page=4)
        return replace(said, **changes)

    def fetch(self, entry: Entry | None = None, token: str = "", again: bool = False) -> Fetched:
        now = NOON + timedelta(hours=self.count)
        self.count += 1
        tell = lambda done, total: self.told.append((done, total))  # noqa: E731
        given = entry or self.entry()
        return fetch(self.feed, given, self.root, token, now, tell, again, self.manners)

    def files(self) -> list[Path]:
        """What landing would look at, in the order of the names."""
        found = self.root.rglob("*")
        return sorted(p for p in found if p.is_file() and not p.name.startswith("."))

    def rows(self, file: Path | None = None) -> list[dict[str, Any]]:
        path = file or self.files()[-1]
        text = path.read_text("utf-8")
        if self.feed.format == "csv":
            return list(csv.DictReader(text.splitlines(keepends=True)))
        if self.feed.format == "jsonl":
            return [json.loads(line) for line in text.splitlines()]
        found = json.loads(text)
        return found if self.feed.format == "json" else [f["properties"] for f in found["features"]]

    def tags(self, file: Path | None = None) -> list[int]:
        return [int(r["Tag"]) for r in self.rows(file)]
