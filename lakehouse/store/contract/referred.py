"""The tables that a feed refers to, as they stand in the lake."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.store.lake import Lake

FEW = 1_000_000  # rows whose keys fit into the memory of every worker


def referred(lake: Lake, feed: Feed) -> dict[str, DataFrame]:
    """Each table by name, for :func:`lakehouse.transform.typed.valued`; empty before it is made."""
    return {name: _rows(lake, table) for name, table in tables_of(feed).items()}


def versions_of(lake: Lake, feed: Feed) -> dict[str, int | None]:
    """The newest version of each table that the feed refers to, None for one that is not there."""
    return {name: lake.version(table) for name, table in tables_of(feed).items()}


def tables_of(feed: Feed) -> dict[str, Table]:
    """The tables the feed refers to, by name."""
    return {r.table: r.of for r in feed.references if r.of is not None}


def _rows(lake: Lake, table: Table) -> DataFrame:
    if not lake.exists(table):
        return lake.empty(table)
    # Sent to every worker, so that the rows that are checked stay where they are read.
    return F.broadcast(lake.read(table)) if lake.rows(table) <= FEW else lake.read(table)
