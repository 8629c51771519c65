"""Put finished Parquet files into a Delta table as they are, each a partition of its own."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, Schema, write_deltalake
from deltalake.transaction import create_table_with_add_actions

from lakehouse.store import delta_log
from lakehouse.store.prepared import add_action


def append_files(table: Path, schema: str, files: Mapping[Path, Mapping[str, str]]) -> None:
    """Append ``files``, by path the columns and values of its partition, in one commit.

    ``schema`` is Delta's JSON of the columns; one that the table lacks is added. The files hold
    all columns but the partition's. They are linked, so that no row is written a second time.
    """
    columns = Schema.from_json(schema)
    adds = []
    for path, part in files.items():
        folder = table.joinpath(*(f"{name}={value}" for name, value in part.items()))
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{uuid.uuid4().hex}.parquet"
        _link(path, target)
        adds.append(add_action(table, target, pq.read_metadata(target), part))
    by = list(next(iter(files.values())))
    if not delta_log.exists(table):
        create_table_with_add_actions(str(table), columns, adds, partition_by=by)
        return
    has = {field.name for field in DeltaTable(str(table)).schema().fields}
    if not has.issuperset(field.name for field in columns.fields):
        none = pa.schema(columns.to_arrow()).empty_table()
        write_deltalake(str(table), none, mode="append", schema_mode="merge", partition_by=by)
    delta = DeltaTable(str(table))
    delta.create_write_transaction(adds, "append", delta.schema(), by)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)
