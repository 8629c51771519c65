"""Replace one partition of a Delta table by rows that Spark writes beside it."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq
from deltalake import DeltaTable, Schema
from deltalake.transaction import create_table_with_add_actions
from pyspark.sql import DataFrame

from lakehouse.declare.errors import PromiseBroken
from lakehouse.store import delta_log
from lakehouse.store.prepared import add_action


def replace_part(
    frame: DataFrame | None, table: Path, schema: str, column: str, value: str
) -> None:
    """Make ``frame`` (None: nothing) the whole partition ``column`` = ``value``, in one commit.

    ``schema`` is Delta's JSON of the columns. Raises :class:`PromiseBroken` when a row belongs to
    another partition; then nothing is written.
    """
    folder = table / f"data-{uuid.uuid4().hex}"
    if frame is not None:
        frame.write.partitionBy(column).parquet(str(folder))
    found = {unquote(part.name): part for part in folder.glob("*=*")}
    strange = [name for name in found if name != f"{column}={value}"]
    if strange:
        shutil.rmtree(folder)
        raise PromiseBroken(
            f"Rows of {', '.join(strange)} would be written to {table.name} as {column}={value}.",
            f"Write only rows whose {column} is {value}.",
        )
    files = [file for part in found.values() for file in sorted(part.glob("*.parquet"))]
    adds = [add_action(table, file, pq.read_metadata(file), {column: value}) for file in files]
    if delta_log.exists(table):
        DeltaTable(str(table)).create_write_transaction(
            *(adds, "overwrite", Schema.from_json(schema), [column], [(column, "=", value)])
        )
    else:
        columns = Schema.from_json(schema)
        create_table_with_add_actions(str(table), columns, adds, partition_by=[column])
