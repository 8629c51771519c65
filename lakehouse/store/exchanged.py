"""Rows put in place of others of a table in one commit, when they break no promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame

from lakehouse.checks.conform import schema_of
from lakehouse.declare.table import Table
from lakehouse.store.carried import Goes, carry
from lakehouse.store.prepared import commit, prepare


def exchange(
    path: Path,
    marked: DataFrame,
    table: Table,
    goes: Goes | None,
    told_by: Sequence[str],
    about: Mapping[str, Any],
) -> int | None:
    """Add ``marked`` and take the rows that ``goes`` tells by some columns; the new version.

    None, and nothing changed, when a row breaks a rule or would stand beside another of its key.
    """
    prepared = prepare(marked, path)
    fits = not prepared.refused and prepared.surely_unique(table.key)
    carried = carry(path, goes, told_by) if fits else None
    if carried is None or not prepared.apart_from(carried.files, table.key):
        prepared.forget()
        return None
    return commit(prepared, schema_of(table).json(), about, carried)
