"""Parquet files become rows of a Delta table in one commit, by their names and footers."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from lakehouse.store.delta import delta_log
from lakehouse.store.delta.statistics import statistics

Part = Mapping[str, str]


def add_action(
    table: Path, file: Path, footer: pq.FileMetaData | None = None, part: Part | None = None
) -> AddAction:
    """A Parquet file below ``table`` as the log names it, a row of partition ``part``."""
    found = file.stat()
    # Delta's own writer would compute these numbers row by row; Parquet has them in its footers.
    return AddAction(
        path=file.relative_to(table).as_posix(),
        size=found.st_size,
        partition_values=dict(part or {}),
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps(statistics(footer or pq.read_metadata(file))),
    )


def remove_action(path: str, part: Part | None = None) -> RemoveAction:
    """A file that the log names, to be taken from the table."""
    return RemoveAction(path, True, int(time.time() * 1000), partition_values=dict(part or {}))


def replace_files(
    table: Path,
    schema: str,
    adds: Sequence[AddAction],
    where: tuple[str, str] | None = None,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Make ``adds`` the whole table, or the whole partition ``where`` (column, value).

    ``schema`` is Delta's JSON of the columns; ``about`` is kept with the commit.
    """
    filters = [(where[0], "=", where[1])] if where else None
    _commit(table, schema, list(adds), "overwrite", [where[0]] if where else [], filters, about)


def replace_whole(
    table: Path,
    schema: str,
    adds: Sequence[AddAction],
    by: Sequence[str],
    about: Mapping[str, Any] | None = None,
) -> None:
    """Make ``adds`` the whole table, parted as it was by the columns ``by``."""
    _commit(table, schema, list(adds), "overwrite", list(by), None, about)


def change_files(
    table: Path,
    schema: str,
    adds: Sequence[AddAction],
    removes: Sequence[RemoveAction] = (),
    by: Sequence[str] = (),
    about: Mapping[str, Any] | None = None,
) -> None:
    """Add files to the table and take others from it; ``by`` are the partition's columns."""
    _commit(table, schema, [*adds, *removes], "append", list(by), None, about)


def _commit(
    table: Path,
    schema: str,
    actions: list[Any],
    mode: str,
    by: list[str],
    filters: list[tuple[str, str, str]] | None,
    about: Mapping[str, Any] | None,
) -> None:
    said = CommitProperties({"userMetadata": json.dumps(dict(about), default=str)} if about else {})
    columns = Schema.from_json(schema)
    if delta_log.exists(table):
        DeltaTable(str(table)).create_write_transaction(
            *(actions, mode, columns, by, filters), commit_properties=said
        )
    else:
        create_table_with_add_actions(
            str(table), columns, actions, partition_by=by, commit_properties=said
        )
