"""An office that keeps its permits in PostgreSQL, and what a fetch brings of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import write_deltalake

from lakehouse.declare.database import Database
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.contract.database_entry import MOMENT
from lakehouse.store.database.fetch import fetch
from lakehouse.store.database.jdbc import Timeouts
from lakehouse.store.delta import delta_log
from lakehouse.store.formats.delivery import inspect_file
from lakehouse.store.formats.reading import stage
from lakehouse.store.open_data.placed import Fetched
from tests.store.database.postgres import Server

NOON = datetime(2026, 4, 15, 12, tzinfo=UTC)
PASSWORD = "r3ad er'\"\\"
TABLE = r"""
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE permit (
    id bigint PRIMARY KEY,
    street text,
    changed_at timestamptz(3)
);
INSERT INTO permit
SELECT n, 'Street ' || n, '2026-01-01 10:00:00+00'::timestamptz + n * interval '1 minute'
FROM generate_series(1, 5) AS n;
DO $$ BEGIN
    CREATE ROLE reader LOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER ROLE reader PASSWORD E'r3ad er\'"\\';
GRANT USAGE ON SCHEMA public TO reader;
GRANT SELECT ON permit TO reader;
"""
COLUMNS = (
    FeedColumn("id", "permit_id", "bigint", "Its number.", required=True),
    FeedColumn("street", "street", "string", "Where."),
    FeedColumn("changed_at", "changed_at", "timestamp", "Last change.", format=MOMENT),
)


def permit_feed(**changes: Any) -> Feed:
    """The feed of the table ``permit``."""
    said: dict[str, Any] = {
        "name": "permit",
        "department": "services",
        "owner": "Permits office",
        "glob": "services/permit*.csv",
        "columns": COLUMNS,
        "fills": "services.permit",
        "known": "changed_at",
        "identity": ("permit_id",),
        "line_breaks": True,
        "contract": "town/permit.odcs.yaml",
    }
    return Feed(**(said | changes))


@dataclass
class Office:
    """Where the permits are delivered, and the lake they land in; each fetch is an hour later."""

    server: Server
    root: Path
    lake: Path
    feed: Feed = field(default_factory=permit_feed)
    password: str = PASSWORD
    count: int = 0

    def entry(self, **changes: Any) -> Database:
        said = Database(
            *("127.0.0.1", "town", "permit"),
            port=self.server.port,
            user="reader",
            password="permits",
            since="changed_at",
            overlap=0,
            tls="prefer",
        )
        return replace(said, **changes)

    def fetch(self, entry: Database | None = None, again: bool = False) -> Fetched:
        now = NOON + timedelta(hours=self.count)
        self.count += 1
        given, quick = entry or self.entry(), Timeouts(connect=2, silence=20)
        tell = lambda done, total: None  # noqa: E731
        return fetch(
            *(self.feed, given, self.root, self.lake, self.password, now, tell, again, quick)
        )

    def files(self) -> list[Path]:
        """What landing would look at, in the order of the names."""
        found = self.root.rglob("*")
        return sorted(p for p in found if p.is_file() and not p.name.startswith("."))

    def land(self) -> None:
        """Put every file into the landed table, as landing does but without Spark and checks."""
        for file in self.files():
            delivery = inspect_file(self.feed, file, self.root)
            path = self.lake / "landed" / self.feed.name
            known = [p["_delivery"] for p in delta_log.parts(path)]
            if delivery.hash in known:
                continue
            staged = stage(delivery, self.lake / "staging")
            rows = pq.read_table(staged.path).append_column(
                "_delivery", pa.array([delivery.hash] * staged.rows)
            )
            write_deltalake(str(path), rows, mode="append", partition_by=["_delivery"])

    def ids(self) -> list[int]:
        """The numbers of the permits in the last file."""
        return [int(r["id"]) for r in self.rows()]

    def rows(self) -> list[dict[str, str]]:
        """The rows of the last file."""
        with self.files()[-1].open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
