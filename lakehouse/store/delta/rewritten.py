"""Files of a table written anew beside it, for one commit that exchanges them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable


def files_of(root: Path, table: DeltaTable) -> list[tuple[Path, dict[str, str]]]:
    """The table's files, each with the values of its partition."""
    by = table.metadata().partition_columns
    adds = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    parts = [{name: str(add[f"partition.{name}"]) for name in by} for add in adds]
    return [(root / unquote(add["path"]), part) for add, part in zip(adds, parts, strict=True)]


def rewritten(file: Path, target: Path, change: Callable[[pa.Table], pa.Table]) -> Path:
    """Write what ``change`` makes of the file's rows, batch after batch, to ``target``."""
    source = pq.ParquetFile(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    writer: pq.ParquetWriter | None = None
    try:
        for batch in source.iter_batches():
            rows = change(pa.Table.from_batches([batch]))
            writer = writer or pq.ParquetWriter(target, rows.schema, compression="zstd")
            writer.write_table(rows)
    finally:
        if writer:
            writer.close()
    if writer is None:
        pq.write_table(change(source.schema_arrow.empty_table()), target)
    return target
