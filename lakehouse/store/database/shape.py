"""What a table of results is in PostgreSQL, and the statements that bring an earlier one there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lakehouse.store.database.question import literal, name

# PostgreSQL's own spelling (format_type) of each type that a column may be declared with.
TYPES: Mapping[str, str] = {
    "string": "text",
    "boolean": "boolean",
    "tinyint": "smallint",
    "smallint": "smallint",
    "int": "integer",
    "bigint": "bigint",
    "float": "real",
    "double": "double precision",
    "date": "date",
    "timestamp": "timestamp with time zone",
    "array<string>": "text[]",
}


@dataclass(frozen=True)
class Shape:
    """A table as it is or is to be: columns with PostgreSQL's type and a comment, and a key.

    ``constraint`` is the name of its primary key, where it is there; ``kind`` is ``r`` for a table.
    """

    columns: Mapping[str, tuple[str, str]]
    key: Sequence[str] = ()
    comment: str = ""
    constraint: str = ""
    kind: str = "r"
    lasting: Sequence[str] = field(default=(), compare=False)


def there_query(schema: str) -> str:
    """All that is in ``schema``, as JSON by name; nothing for no such schema."""
    return f"""
        SELECT json_object_agg(c.relname, json_build_array(c.relkind,
          obj_description(c.oid, 'pg_class'),
          (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
                    coalesce(col_description(c.oid, a.attnum), ''), a.attnotnull) ORDER BY a.attnum)
           FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
          (SELECT json_build_array(k.conname, (SELECT json_agg(a.attname ORDER BY p.place)
             FROM unnest(k.conkey) WITH ORDINALITY AS p(attnum, place)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum))
           FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')))
        FROM pg_class c
        WHERE c.relnamespace = to_regnamespace({literal(name(schema))})
          AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"""


def there_of(answer: str | None) -> dict[str, Shape]:
    """What :func:`there_query` answered."""
    return {found: _shape(*said) for found, said in json.loads(answer or "{}").items()}


def _shape(
    kind: str, comment: str | None, columns: list[Any] | None, key: list[Any] | None
) -> Shape:
    every = columns or []
    constraint, names = key or ("", ())
    return Shape(
        {c: (kind_, said) for c, kind_, said, _ in every},
        tuple(names),
        comment or "",
        constraint,
        kind,
        lasting=tuple(c for c, _, _, lasts in every if lasts),
    )


def reshaped(table: str, wanted: Shape, there: Shape | None) -> Iterator[str]:
    """The statements that make the empty ``table`` (quoted, with its schema) what is wanted.

    A table that is there stays: whoever was granted it, and the views upon it, keep it. A column
    of another type is taken out and put in again, which is no rewriting: an old snapshot of the
    table stays readable.
    """
    if there is None:
        listed = [f"{name(c)} {kind}" for c, (kind, _) in wanted.columns.items()]
        yield f"CREATE TABLE {table} ({', '.join(listed)})"
        there = Shape({c: (kind, "") for c, (kind, _) in wanted.columns.items()})
    kept = {c for c, (kind, _) in wanted.columns.items() if there.columns.get(c, ("",))[0] == kind}
    if there.key and (tuple(there.key) != tuple(wanted.key) or not set(there.key) <= kept):
        yield f"ALTER TABLE {table} DROP CONSTRAINT {name(there.constraint)}"
        there = replace(there, key=(), constraint="")
    for column in there.columns:
        if column not in kept:
            yield f"ALTER TABLE {table} DROP COLUMN {name(column)}"
    for column, (kind, _) in wanted.columns.items():
        if column not in kept:
            yield f"ALTER TABLE {table} ADD COLUMN {name(column)} {kind}"
    for column in there.lasting:
        if column in kept and column not in wanted.key:
            yield f"ALTER TABLE {table} ALTER COLUMN {name(column)} DROP NOT NULL"
    if wanted.key and not there.key:
        yield f"ALTER TABLE {table} ADD PRIMARY KEY ({', '.join(map(name, wanted.key))})"
    yield from _commented(table, wanted, there, kept)


def _commented(table: str, wanted: Shape, there: Shape, kept: set[str]) -> Iterator[str]:
    if wanted.comment != there.comment:
        yield f"COMMENT ON TABLE {table} IS {literal(wanted.comment)}"
    for column, (_, said) in wanted.columns.items():
        if said != (there.columns[column][1] if column in kept else ""):
            yield f"COMMENT ON COLUMN {table}.{name(column)} IS {literal(said)}"
