"""Columns of a table that is kept as it came get other names: files written anew, one commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq
from deltalake import DeltaTable, Schema
from deltalake.schema import Field

from lakehouse.declare.errors import PromiseBroken
from lakehouse.store.committed import add_action, replace_whole

Names = Mapping[str, str]  # the stored name, and the name it gets


def holds_values(table: Path, column: str) -> bool:
    """Whether some row has a value in the column, from the files' footers alone."""
    return any(_values(file, column) for file, _ in _files(table, DeltaTable(str(table))))


def rename_columns(table: Path, names: Names, about: Mapping[str, str]) -> None:
    """Give stored columns other names. Where a column of the new name is stored, values move there.

    Raises :class:`PromiseBroken`, and writes nothing, where a row has a value in both.
    """
    delta = DeltaTable(str(table))
    by = delta.metadata().partition_columns
    folder = table / f"data-{uuid.uuid4().hex}"
    adds = []
    for file, part in _files(table, delta):
        if names.keys() & set(pq.read_schema(file).names):
            file = _written(file, folder / f"{uuid.uuid4().hex}.parquet", names)
        adds.append(add_action(table, file, part=part))
    has = {field.name for field in delta.schema().fields}
    fields = [
        Field(names.get(f.name, f.name), f.type, nullable=f.nullable)
        for f in delta.schema().fields
        if names.get(f.name) not in has
    ]
    replace_whole(table, str(Schema(fields).to_json()), adds, by, about)


def _files(root: Path, table: DeltaTable) -> list[tuple[Path, dict[str, str]]]:
    """The table's files, each with the values of its partition."""
    by = table.metadata().partition_columns
    adds = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    parts = [{name: str(add[f"partition.{name}"]) for name in by} for add in adds]
    return [(root / unquote(add["path"]), part) for add, part in zip(adds, parts, strict=True)]


def _values(file: Path, column: str) -> bool:
    footer = pq.read_metadata(file)
    names = footer.schema.to_arrow_schema().names
    if column not in names:
        return False
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    missing = [(g.num_rows, g.column(names.index(column)).statistics) for g in groups]
    # A footer that does not say how many are missing may hide values.
    return any(told is None or (told.null_count or 0) < rows for rows, told in missing)


def _written(file: Path, target: Path, names: Names) -> Path:
    """The file with other names, beside it."""
    source = pq.ParquetFile(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    writer: pq.ParquetWriter | None = None
    try:
        for batch in source.iter_batches():
            rows = _named(pa.Table.from_batches([batch]), names, file)
            writer = writer or pq.ParquetWriter(target, rows.schema, compression="zstd")
            writer.write_table(rows)
    finally:
        if writer:
            writer.close()
    if writer is None:
        empty = _named(source.schema_arrow.empty_table(), names, file)
        pq.write_table(empty, target)
    return target


def _named(rows: pa.Table, names: Names, file: Path) -> pa.Table:
    for old, new in names.items():
        if old not in rows.schema.names:
            continue
        if new in rows.schema.names:
            both = pac.and_(pac.is_valid(rows[old]), pac.is_valid(rows[new]))
            if pac.any(both).as_py():
                raise PromiseBroken(
                    f"{file.name} has rows with values in {old} and in {new}.",
                    "Nothing was changed, for one would be lost. Give the new column another name.",
                )
            place = rows.schema.names.index(new)
            rows = rows.set_column(place, new, pac.coalesce(rows[new], rows[old])).drop([old])
        else:
            rows = rows.rename_columns([new if n == old else n for n in rows.schema.names])
    return rows
