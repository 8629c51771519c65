"""A database for results, and small releases of one number that are sent there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare import Column
from lakehouse.declare.database import Database
from lakehouse.store.database.copied import copied
from lakehouse.store.database.jdbc import Timeouts
from lakehouse.store.database.replaced import Filled, Sent, send
from lakehouse.store.database.shape import Shape
from tests.store.database.postgres import Server

PASSWORD = "it's \\ a 5ecret"
# The schema is the writer's own; the reader is granted whatever will be in it.
NEW = r"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reporter') THEN
    CREATE ROLE reporter LOGIN PASSWORD 'it''s \ a 5ecret';
    CREATE ROLE looker LOGIN PASSWORD 'look';
  END IF;
END $$;
DROP SCHEMA IF EXISTS delft CASCADE;
CREATE SCHEMA delft AUTHORIZATION reporter;
GRANT USAGE ON SCHEMA delft TO looker;
"""
ROWS = 20_000  # enough for a kill to come in between
COLUMNS = (
    Column("place", "string", "The place."),
    Column("rank", "int", "Its rank."),
    Column("probability", "double", "Its chance."),
    Column("as_of", "date", "The day."),
    Column("known_at", "timestamp", "When it was known."),
    Column("tags", "array<string>", "Its tags."),
    Column("open", "boolean", "Whether it is open."),
)
TYPES = {c.name: c for c in COLUMNS}


def frame(value: float, rows: int = 3) -> pd.DataFrame:
    """Rows of one value, with all that is hard to spell."""
    return pd.DataFrame(
        {
            "place": ['Café "1", b', "", "line\nbreak \\N"] + [f"p{n}" for n in range(rows - 3)],
            "rank": [1.0, float("nan"), 3.0] + [4.0] * (rows - 3),
            "probability": value,
            "as_of": pd.Timestamp("2024-06-28").date(),
            "known_at": pd.Timestamp("2024-06-28 10:00:00.123456"),
            "tags": [["a,b", 'q"\\'], [], None] + [["x"]] * (rows - 3),
            "open": [True, False, None] + [True] * (rows - 3),
        }
    )


@dataclass(frozen=True)
class Reports:
    """The database of results, and where files for it lie."""

    server: Server | None
    folder: Path
    database: Database

    def filled(self, table: str, made: pd.DataFrame, key: tuple[str, ...] = ("place",)) -> Filled:
        parquet, file = self.folder / f"{table}.parquet", self.folder / f"{table}.csv"
        made.to_parquet(parquet, index=False)
        types, rows = copied(parquet, COLUMNS, file)
        meant = {n: (t, TYPES[n].meaning if n in TYPES else "") for n, t in types.items()}
        about = {"as_of": "2024-06-28", "grade": "open", "delta_version": 3}
        return Filled(table, Shape(meant, key, f"One row per {table}."), file, rows, about)

    def send(self, name: str, value: float, rows: int = 3, **more: Any) -> bool:
        """Two tables of one value as one release."""
        tables = [self.filled(t, frame(value, rows)) for t in ("places", "others")]
        about = {"city": "Delft", "as_of": "2024-06-28", "licence": "Open."}
        return self.give(Sent(name, about, tables), **more)

    def give(self, sent: Sent, secret: str = PASSWORD, **changes: Any) -> bool:
        quick = Timeouts(connect=3, silence=60)
        again = changes.pop("again", False)
        pause = changes.pop("pause", lambda seconds: None)
        given = replace(self.database, **changes)
        return send(given, secret, sent, again, quick, pause)

    def ask(self, sql: str) -> str:
        assert self.server is not None
        return self.server.sql(sql)


def reports_of(server: Server, folder: Path) -> Reports:
    """An empty schema and its two roles."""
    server.sql(NEW)
    target = Database(
        *("127.0.0.1", "town", ""),
        port=server.port,
        schema="delft",
        user="reporter",
        password="results",
        tls="prefer",
    )
    return Reports(server, folder, target)
