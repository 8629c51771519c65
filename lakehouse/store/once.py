"""Append a few rows to a Delta table exactly once, without Spark."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, write_deltalake

from lakehouse.store import delta_log


def append_once(table: Path, schema: str, rows: list[dict[str, Any]], once: str) -> None:
    """Append ``rows`` to the columns ``schema`` (Delta's JSON), unless ``once`` was appended."""
    if delta_log.exists(table) and DeltaTable(str(table)).transaction_version(once) is not None:
        return
    columns = Schema.from_json(schema).to_arrow()
    # A moment without a time zone is this machine's time.
    zoned = [
        {k: v.astimezone() if isinstance(v, datetime) else v for k, v in r.items()} for r in rows
    ]
    appended = pa.Table.from_pylist(zoned, schema=pa.schema(columns))
    said = CommitProperties(app_transactions=[Transaction(once, 1)])
    write_deltalake(str(table), appended, mode="append", commit_properties=said)
