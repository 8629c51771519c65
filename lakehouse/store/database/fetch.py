"""Fetch one feed from a database: what is new of a table becomes a file, read at one moment."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from lakehouse.declare.database import Database
from lakehouse.declare.errors import DeliveryRefused, PlanError
from lakehouse.declare.feed import Feed
from lakehouse.store.database import watermark
from lakehouse.store.database.jdbc import USUAL, Timeouts, reader
from lakehouse.store.database.question import GROWING, columns_of, columns_query, copy_query
from lakehouse.store.formats.delivery import inspect_file
from lakehouse.store.formats.reading import stage
from lakehouse.store.open_data.placed import Fetched, place, visited
from lakehouse.store.open_data.visit import Said, Tell, Visit


def fetch(
    feed: Feed,
    database: Database,
    root: Path,
    lake: Path,
    password: str,
    now: datetime,
    tell: Tell,
    again: bool = False,
    timeouts: Timeouts = USUAL,
) -> Fetched:
    """Bring what is new of a table below ``root``; all there is, when ``again``.

    Where the column ``since`` got to is read from what landed in ``lake``, so what a kill, a
    refused or a lost file kept from landing comes again. Raises the errors of ``trouble``, and
    :class:`PlanError` for a table or column that is not there.
    """

    def bring(visit: Visit) -> tuple[Fetched, Said]:
        column = next((c for c in feed.columns if c.header == database.since), None)
        newest = watermark.landed(lake, feed, column) if column and not again else None
        visit.tell(0, None)
        body = visit.partial.body
        with reader(feed.name, database, password, timeouts) as asked:
            columns = columns_of(asked.text(columns_query(database)))
            _refuse_unlike(feed, database, {c.name: c.type for c in columns})
            rows = asked.copy(copy_query(database, feed, columns, newest), body)
        visit.tell(rows, rows)
        if rows == 0 and newest is None:
            raise DeliveryRefused(
                f"{feed.name}: the table {database.table} has no row.",
                "Nothing was delivered. Ask the database's owner.",
            )
        if rows == 0 or (column and newest and _nothing_new(visit, lake, newest)):
            return Fetched(None), {}
        with body.open("rb") as stream:  # Java wrote it: on disk before it gets its name
            os.fsync(stream.fileno())
        return place(visit, body, rows)

    def _nothing_new(visit: Visit, lake: Path, newest: str) -> bool:
        """Whether the file holds only rows of the overlap that landed before."""
        column = next(c for c in feed.columns if c.header == database.since)
        try:
            delivery = inspect_file(feed, visit.partial.body, root)
            staged = stage(delivery, visit.partial.folder)
            return watermark.all_landed(lake, feed, column, staged.path, newest)
        except DeliveryRefused:  # landing refuses it too, and says why where people look
            return False

    question = {"database": [database.host, database.name, database.schema, database.table]}
    return visited(feed, root, now, tell, again, question | {"since": database.since}, bring)


def _refuse_unlike(feed: Feed, database: Database, types: dict[str, str]) -> None:
    if not types:
        raise PlanError(
            f"{feed.name}: {database.host} has no table {database.schema}.{database.table} with a "
            "column that the contract's user may read.",
            f"Correct schema or physicalName in {feed.contract}, or ask for the right to read it.",
        )
    if database.since and types.get(database.since) not in GROWING:
        said = types.get(database.since, "not there")
        raise PlanError(
            f"{feed.name}: the column {database.since} (since) is {said}.",
            f"Name a column of type {', '.join(GROWING)} in {feed.contract}.",
        )
