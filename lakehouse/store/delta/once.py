"""Append rows to a Delta table exactly once, without Spark."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

from lakehouse.declare.table import Table
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.shared import one_at_a_time

ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "int": pa.int32(),
    "bigint": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "array<string>": pa.list_(pa.string()),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The declared columns as Arrow's; Spark would have to be started to say so."""
    return pa.schema([(c.name, ARROW[c.type]) for c in table.columns])


@one_at_a_time
def append_once(path: Path, table: Table, rows: list[dict[str, Any]], once: str) -> None:
    """Append ``rows`` to the table at ``path``; a second time with the same ``once`` adds nothing.

    A moment without a time zone is this machine's time.
    """
    name = f"{table.name}/{once}"
    if delta_log.exists(path) and DeltaTable(str(path)).transaction_version(name) is not None:
        return
    zoned = [
        {k: v.astimezone() if isinstance(v, datetime) else v for k, v in r.items()} for r in rows
    ]
    appended = pa.Table.from_pylist(zoned, schema=arrow_schema(table))
    said = CommitProperties(app_transactions=[Transaction(name, 1)])
    write_deltalake(str(path), appended, mode="append", commit_properties=said)
