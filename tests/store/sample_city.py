"""A sample city whose feeds are landed when a test first asks for them, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lakehouse.declare.feed import Feed
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.settings import load_settings
from lakehouse.sample import Manifest
from lakehouse.store.formats.delivery import delivered_files
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.tables import quarantine

SETTINGS = load_settings("sample", {})
CATALOGUE = load_catalogue(SETTINGS.city)
FEEDS = {f.name: f for f in CATALOGUE.feeds}
TABLES = CATALOGUE.tables
OF = {f.fills: f.name for f in CATALOGUE.feeds}
# Rows that refer to one that is itself held back go on, and are counted.
GOES_ON = re.compile(r": not in [a-z_]+\.[a-z_]+: [\d,]+ \(flagged\)")


@dataclass(frozen=True)
class City:
    """The sample city: where it was delivered, what was written, and its lake."""

    delivered: Path
    made: Manifest
    lake: Lake
    landed: set[str] = field(default_factory=set)

    def land(self, *names: str) -> None:
        """Bring these feeds' tables up to date, each once, after what they refer to."""
        for name in names:
            if name in self.landed:
                continue
            feed = FEEDS[name]
            self.land(*(OF[r.table] for r in feed.references))
            done = land(feed, self.delivered, self.lake, "test")
            assert not done.refused and all(GOES_ON.search(n) for n in done.notices)
            codes = SETTINGS.city.codes
            refresh(self.lake, feed, TABLES[feed.fills], codes, "test", done.counted)
            self.landed.add(name)

    def held(self, *names: str) -> pd.DataFrame:
        """What is quarantined of these feeds: source, file, row and reasons."""
        self.land(*names)
        if not self.lake.exists(quarantine.row):
            return pd.DataFrame(columns=quarantine.row.column_names)
        rows = self.lake.frame(quarantine.row)
        return rows[rows["source"].isin(names)]

    def planted(self, *names: str) -> pd.DataFrame:
        """What was planted in these feeds' files: file, row, kind and column."""
        listed = pd.read_csv(self.delivered / "truth" / "defects_truth.csv")
        return listed[listed["file"].isin([f for n in names for f in self.files(FEEDS[n])])]

    def files(self, feed: Feed) -> list[str]:
        """The feed's delivered files."""
        found = delivered_files(feed, self.delivered)
        return [p.relative_to(self.delivered).as_posix() for p in found]

    def table(self, name: str) -> pd.DataFrame:
        """The table that the feed fills."""
        self.land(name)
        return self.lake.frame(TABLES[FEEDS[name].fills])


def places(rows: pd.DataFrame) -> set[tuple[str, int]]:
    return set(zip(rows["file"], rows["row"], strict=True))
