"""A town whose parks department delivers, and its lake after each landing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landed.landing import Landed, land
from lakehouse.store.state import Made, recall
from lakehouse.tables import quarantine
from tests.store.parks import dog_feed, dog_table

FEED = dog_feed()
TABLE = dog_table()


@dataclass(frozen=True)
class Moment:
    """The lake after one landing: what was said, and what every stored table holds."""

    landed: Landed
    written: Written | None
    versions: dict[str, int | None]
    rows: dict[str, pd.DataFrame]
    made: Made | None

    def of(self, table: Table) -> pd.DataFrame:
        return self.rows[table.name]

    @property
    def hashes(self) -> dict[str, list[int]]:
        """Every row of every table as a number, in no order."""
        return {
            name: sorted(pd.util.hash_pandas_object(frame.astype(str), index=False))
            for name, frame in self.rows.items()
        }

    @property
    def names(self) -> dict[str, str]:
        dogs = self.of(TABLE)
        return dict(zip(dogs["tag"], dogs["name"], strict=True))

    @property
    def balance(self) -> list[dict[str, Any]]:
        assert self.made is not None
        found: list[dict[str, Any]] = self.made.facts["balance"]
        return found


@dataclass
class Town:
    """A lake and the folder that the parks department delivers into."""

    lake: Lake
    folder: Path
    moments: dict[str, Moment] = field(default_factory=dict)

    def put(self, name: str, text: str) -> None:
        (self.folder / "parks").mkdir(parents=True, exist_ok=True)
        (self.folder / "parks" / name).write_text(text)

    def land(self, moment: str, feed: Feed = FEED, table: Table = TABLE) -> None:
        landed = land(feed, self.folder, self.lake, moment)
        written = refresh(self.lake, feed, table, {}, moment, landed.counted)
        stored = [t for t in (feed.landed, table, quarantine.row) if self.lake.exists(t)]
        frames = {t.name: self.lake.frame(t) for t in stored}
        versions = {t.name: self.lake.version(t) for t in stored}
        made = recall(self.lake.root, feed.name)
        self.moments[moment] = Moment(landed, written, versions, frames, made)
