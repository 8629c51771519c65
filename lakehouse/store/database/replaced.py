"""Replace the result tables of a schema in one transaction: readers see the old or the new set."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lakehouse.declare.database import Database
from lakehouse.declare.errors import NotHandedOver
from lakehouse.store.database.jdbc import USUAL, Timeouts
from lakehouse.store.database.question import literal, name
from lakehouse.store.database.shape import Shape, reshaped, there_of, there_query
from lakehouse.store.database.writer import BrokeOff, Writer, writer

RELEASE, TABLES = "release", "release_table"
WAITS = (2.0, 8.0)  # seconds before the second and the third try
SAID = {
    RELEASE: Shape(
        {
            "name": ("text", "The release: the day it decides for and the run that made it."),
            "city": ("text", "The city."),
            "as_of": ("date", "The day it decides for."),
            "licence": ("text", "Under which conditions the tables may be used."),
            "sent_at": ("timestamp with time zone", "When it was written here."),
        },
        ("name",),
        "One row: the release that all tables of this schema are of.",
    ),
    TABLES: Shape(
        {
            "table_name": ("text", "A table of this schema."),
            "rows": ("bigint", "How many rows it has."),
            "as_of": ("date", "The day it decides for."),
            "data_through": ("date", "The last day of its data."),
            "grade": ("text", "The strictest grade among its columns."),
            "delta_version": ("bigint", "Which version of the lake's table it is."),
        },
        ("table_name",),
        "One row per result of the release; a table of an earlier one alone is empty.",
    ),
}


@dataclass(frozen=True)
class Filled:
    """A table with a file of its rows: CSV with a header, nothing for null."""

    table: str
    shape: Shape
    file: Path
    rows: int
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """What a database is sent: the release's own row and its tables."""

    name: str
    about: dict[str, Any]
    tables: Sequence[Filled]


def send(
    database: Database,
    password: str,
    sent: Sent,
    again: bool = False,
    timeouts: Timeouts = USUAL,
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Bring the tables into the schema; False where it has just this release (unless ``again``).

    What breaks off is tried anew, as a whole. Raises the errors of ``writer``.
    """
    for wait in (*WAITS, None):
        try:
            with writer(database, password, timeouts) as door:
                return replace_all(door, database.schema, sent, again)
        except BrokeOff:
            if wait is None:
                raise
            pause(wait)
    raise AssertionError("not reached")


def replace_all(door: Writer, schema: str, sent: Sent, again: bool = False) -> bool:
    """Write all tables within the door's transaction.

    Rows are deleted, never truncated, and no table is dropped: both would show a reader of an
    older snapshot an empty table. NotHandedOver for a table of somebody else under one of our
    names.
    """
    door.run(f"SELECT pg_advisory_xact_lock(hashtext({literal('citylake ' + schema)}))")
    if door.text(f"SELECT to_regnamespace({literal(name(schema))})::text") is None:
        door.run(f"CREATE SCHEMA {name(schema)}")
    there = there_of(door.text(there_query(schema)))
    ours = {RELEASE, TABLES} if RELEASE in there and TABLES in there else set()
    if ours:
        if not again and door.text(f"SELECT name FROM {_in(schema, RELEASE)}") == sent.name:
            return False
        listed = door.text(f"SELECT string_agg(table_name, E'\\n') FROM {_in(schema, TABLES)}")
        ours |= set((listed or "").split("\n")) & set(there)
    wanted = SAID | {t.table: t.shape for t in sent.tables}
    _refuse_others(schema, set(wanted) & set(there) - ours)
    for table in sorted(ours):
        door.run(f"DELETE FROM {_in(schema, table)}")
    for table, shape in wanted.items():
        for statement in reshaped(_in(schema, table), shape, there.get(table)):
            door.run(statement)
    for each in sent.tables:
        _fill(door, schema, each)
        row = {"table_name": each.table, "rows": each.rows} | each.about
        door.run(_insert(schema, TABLES, row))
    for table in sorted(ours - set(wanted)):  # of an earlier release: still ours, and empty
        door.run(_insert(schema, TABLES, {"table_name": table, "rows": 0}))
    door.run(_insert(schema, RELEASE, {"name": sent.name} | sent.about))
    door.run(f"UPDATE {_in(schema, RELEASE)} SET sent_at = now()")
    return True


def _refuse_others(schema: str, taken: set[str]) -> None:
    if taken:
        raise NotHandedOver(
            f"{schema} has {', '.join(sorted(taken))} already, which CityLake did not make.",
            "Give [results.postgresql] a schema of its own.",
        )


def _fill(door: Writer, schema: str, each: Filled) -> None:
    columns = ", ".join(map(name, each.shape.columns))
    taken = door.copy_in(
        f"COPY {_in(schema, each.table)} ({columns}) FROM STDIN "
        "WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')",
        each.file,
    )
    if taken != each.rows:
        raise NotHandedOver(
            f"{schema}.{each.table} took {taken:,} of {each.rows:,} rows.", "Nothing was changed."
        )


def _insert(schema: str, table: str, row: dict[str, Any]) -> str:
    values = ("NULL" if v is None else literal(str(v)) for v in row.values())
    return f"INSERT INTO {_in(schema, table)} ({', '.join(row)}) VALUES ({', '.join(values)})"


def _in(schema: str, table: str) -> str:
    return f"{name(schema)}.{name(table)}"
