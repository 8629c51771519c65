"""What PostgreSQL is asked: the columns of a table, and its rows as CSV, spelt as we read them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lakehouse.declare.database import Database
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.records import WHOLE_NUMBERS

TIMES = ("date", "timestamp", "timestamptz")
NUMBERS = ("int2", "int4", "int8")
GROWING = (*NUMBERS, *TIMES)


@dataclass(frozen=True)
class Found:
    """A column of the table: its name, PostgreSQL's type and that type's category."""

    name: str
    type: str
    category: str


def columns_query(database: Database) -> str:
    """All columns that our user may read, in their order, as JSON; nothing for no such table."""
    table = literal(_table(database))
    return f"""
        SELECT json_agg(json_build_array(
                 a.attname, coalesce(base.typname, t.typname), t.typcategory) ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
        WHERE a.attrelid = to_regclass({table}) AND a.attnum > 0 AND NOT a.attisdropped
          AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')"""


def columns_of(answer: str | None) -> list[Found]:
    """What :func:`columns_query` answered."""
    return [Found(*each) for each in json.loads(answer or "[]")]


def copy_query(database: Database, feed: Feed, columns: list[Found], newest: str | None) -> str:
    """The rows as CSV in an order that stays, those from ``newest`` on less the overlap.

    A row whose ``since`` is missing comes every time: nobody knows whether it is new.
    """
    types = {c.header: c.type for c in feed.columns}
    spelt = {c.name: _spelt(c, types.get(c.name, "string")) for c in columns}
    listed = ", ".join(f"{sql} AS {name(n)}" for n, sql in spelt.items())
    keys = {c.name: c.header for c in feed.columns}
    by = [keys[n] for n in feed.identity if keys[n] in spelt] or list(spelt)
    order = [f"t.{name(database.since)}"] if database.since else []
    order += [f'{spelt[n]} COLLATE "C"' for n in by]
    where = _where(database, columns, newest) if newest is not None else ""
    return (
        f"COPY (SELECT {listed} FROM {_table(database)} AS t {where} ORDER BY {', '.join(order)}) "
        f"TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', "
        f"DELIMITER {literal(feed.delimiter)})"
    )


def _where(database: Database, columns: list[Found], newest: str) -> str:
    column = f"t.{name(database.since)}"
    kind = next(c.type for c in columns if c.name == database.since)
    if kind in NUMBERS:
        low = f"{literal(newest)}::numeric - {database.overlap}"
    else:
        exact = "timestamptz" if kind == "timestamptz" else "timestamp"
        low = f"{literal(newest)}::{exact} - interval '{database.overlap} seconds'"
    return f"WHERE {column} >= {low} OR {column} IS NULL"


def _spelt(column: Found, wanted: str) -> str:
    """SQL: the value as text; no number as nothing, what is nested as JSON."""
    value = f"t.{name(column.name)}"
    if column.category in ("A", "C"):
        return f"to_json({value})::text"
    if column.type == "money":
        return f"{value}::numeric::text"
    if column.type == "numeric" and wanted in WHOLE_NUMBERS:
        return f"nullif(trim_scale({value})::text, 'NaN')"
    if column.type in ("float4", "float8", "numeric"):
        return f"nullif({value}::text, 'NaN')"
    return f"{value}::text"


def name(said: str) -> str:
    """A name as SQL quotes it."""
    return '"' + said.replace('"', '""') + '"'


def literal(said: str) -> str:
    """A text as SQL quotes it, whatever standard_conforming_strings says."""
    doubled = said.replace("\\", "\\\\").replace("'", "''")
    return f"E'{doubled}'" if "\\" in said else f"'{doubled}'"


def _table(database: Database) -> str:
    return f"{name(database.schema)}.{name(database.table)}"
