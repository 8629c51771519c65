"""Rows put in place of others of a table in one commit, when they break no promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pyspark.sql import DataFrame

from lakehouse.checks.conform import schema_of
from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.table import Table
from lakehouse.store.delta.carried import Goes, carry
from lakehouse.store.delta.prepared import Check, commit, passed, prepare


def exchange(
    path: Path,
    marked: DataFrame,
    table: Table,
    goes: Goes | None,
    told_by: Sequence[str],
    about: Mapping[str, Any],
    check: Check = passed,
) -> tuple[int, tuple[dict[str, Any], ...]] | None:
    """Add ``marked`` and take the rows that ``goes`` tells by some columns.

    The new version, and what ``check`` found of all rows that the table then has. None, and nothing
    changed, when a row breaks a rule, would stand beside another of its key, or does not pass.
    """
    prepared = prepare(marked, path)
    fits = not prepared.refused and prepared.surely_unique(table.key)
    carried = carry(path, goes, told_by) if fits else None
    if carried is None or not prepared.apart_from(carried.files, table.key):
        prepared.forget()
        return None
    try:
        stay = {path: pq.read_metadata(path) for path in carried.files}
        found = tuple(check(replace(prepared, good={**prepared.good, **stay})))
    except PromiseBroken:
        prepared.forget()
        return None
    return commit(prepared, schema_of(table).json(), about, carried), found
