"""A parks department that delivers its dogs: one small feed, its table, and its files as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lakehouse.declare import Column, Table
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.formats.delivery import Delivery, inspect_file, refuse_damaged
from lakehouse.store.formats.reading import Staged, stage
from lakehouse.tables.shared import SOURCE

HEADER = "Tag,Name,Seen"
COLUMNS = (
    FeedColumn("Tag", "tag", "string", "Number of the tag.", required=True),
    FeedColumn("Name", "name", "string", "What the dog listens to."),
    FeedColumn("Seen", "seen_on", "date", "Day the dog was seen."),
)


def dog_feed(**changes: Any) -> Feed:
    """The feed ``dog`` of files ``parks/dog*.csv``, with what a test changes."""
    said: dict[str, Any] = {
        "name": "dog",
        "department": "parks",
        "owner": "Parks",
        "glob": "parks/dog*.csv",
        "columns": COLUMNS,
        "fills": "city.dog",
        "known": "seen_on",
        "identity": ("tag",),
        "contract": "town/dog.odcs.yaml",
    }
    return Feed(**(said | changes))


def dog_table(name: str = "city.dog", more: tuple[Column, ...] = ()) -> Table:
    """The table that a :func:`dog_feed` without a SELECT fills."""
    return Table(
        name,
        "One row per dog.",
        key=("tag",),
        happened_at="seen_on",
        known_at="known_at",
        owner="Parks",
        columns=(
            Column("tag", "string", "Number of the tag."),
            Column("name", "string", "What the dog listens to."),
            Column("seen_on", "date", "Day the dog was seen."),
            *more,
            Column("known_at", "date", "First day the city knew of it."),
            *SOURCE,
        ),
    )


@dataclass(frozen=True)
class Read:
    """A staged file and its rows in the order of their numbers."""

    staged: Staged
    rows: list[dict[str, Any]]

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        """The contract's columns of every row that could be split."""
        names = [c.name for c in self.staged.delivery.feed.columns]
        return [tuple(r[n] for n in names) for r in self.rows if r["_raw"] is None]

    @property
    def unsplit(self) -> dict[int, str]:
        """Row number and text of every row that could not be split."""
        return {r["_row"]: r["_raw"] for r in self.rows if r["_raw"] is not None}

    @property
    def numbers(self) -> list[int]:
        return [r["_row"] for r in self.rows]


def deliver(data: str | bytes, folder: Path, feed: Feed | None = None) -> Delivery:
    """Put ``data`` below ``folder`` as the feed's file and look at it."""
    file = folder / "parks" / "dog.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return inspect_file(feed or dog_feed(), file, folder)


def read(data: str | bytes, folder: Path, feed: Feed | None = None) -> Read:
    """Deliver, check and stage: what landing does with one file before Spark sees it."""
    delivery = deliver(data, folder, feed)
    refuse_damaged(delivery)
    staged = stage(delivery, folder / "staging")
    rows = pq.read_table(staged.path).to_pylist()
    return Read(staged, sorted(rows, key=lambda row: row["_row"]))


def lines(rows: Iterable[str], header: str = HEADER) -> str:
    return "".join(f"{line}\n" for line in (header, *rows))


def dogs(numbers: Iterable[int], name: str = "Rex") -> list[str]:
    """One good line per number, seen on a day of January 2020."""
    return [f"{n},{name} {n},2020-01-{n % 28 + 1:02d}" for n in numbers]
