"""Put finished Parquet files into a Delta table as they are, each a partition of its own."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, Schema, write_deltalake

from lakehouse.store.delta import delta_log
from lakehouse.store.delta.committed import add_action, change_files


def append_files(table: Path, schema: str, files: Mapping[Path, Mapping[str, str]]) -> None:
    """Append ``files``, by path the columns and values of its partition, in one commit.

    ``schema`` is Delta's JSON of the columns; one that the table lacks is added. The files hold
    all columns but the partition's. They are linked, so that no row is written a second time.
    """
    adds = []
    for path, part in files.items():
        folder = table.joinpath(*(f"{name}={value}" for name, value in part.items()))
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{uuid.uuid4().hex}.parquet"
        link(path, target)
        adds.append(add_action(table, target, part=part))
    by = list(next(iter(files.values())))
    if delta_log.exists(table):
        schema = widened(table, schema, by)
    change_files(table, schema, adds, by=by)


def widened(table: Path, schema: str, by: list[str]) -> str:
    """Add what the table lacks of the columns; all it has then, as Delta's JSON."""
    columns = Schema.from_json(schema)
    has = {field.name for field in DeltaTable(str(table)).schema().fields}
    if not has.issuperset(field.name for field in columns.fields):
        none = pa.schema(columns.to_arrow()).empty_table()
        write_deltalake(str(table), none, mode="append", schema_mode="merge", partition_by=by)
    return str(DeltaTable(str(table)).schema().to_json())


def link(path: Path, target: Path) -> None:
    """Let ``target`` be the same file as ``path``, a copy of it where there are no links."""
    try:
        os.link(path, target)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)
