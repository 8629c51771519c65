"""Columns of a table that is kept as it came get other names: files written anew, one commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq
from deltalake import DeltaTable, Schema
from deltalake.schema import Field

from lakehouse.declare.errors import PromiseBroken
from lakehouse.store.delta.committed import add_action, replace_whole
from lakehouse.store.delta.rewritten import files_of, rewritten

Names = Mapping[str, str]  # the stored name, and the name it gets


def holds_values(table: Path, column: str) -> bool:
    """Whether some row has a value in the column, from the files' footers alone."""
    return any(_values(file, column) for file, _ in files_of(table, DeltaTable(str(table))))


def rename_columns(table: Path, names: Names, about: Mapping[str, str]) -> None:
    """Give stored columns other names. Where a column of the new name is stored, values move there.

    Raises :class:`PromiseBroken`, and writes nothing, where a row has a value in both.
    """
    delta = DeltaTable(str(table))
    by = delta.metadata().partition_columns
    folder = table / f"data-{uuid.uuid4().hex}"
    adds = []
    for file, part in files_of(table, delta):
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
    return rewritten(file, target, lambda rows: _named(rows, names, file))


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
