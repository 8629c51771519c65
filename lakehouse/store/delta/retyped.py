"""Columns of a stored table get wider types: files written anew, then one commit."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pac
from deltalake import DeltaTable, Schema
from deltalake.schema import Field, PrimitiveType
from deltalake.transaction import AddAction

from lakehouse.store.delta.committed import add_action, change_files, replace_whole
from lakehouse.store.delta.once import ARROW
from lakehouse.store.delta.rewritten import files_of, rewritten

# Delta's names of types that declarations call otherwise.
DELTA = {"bigint": "long", "int": "integer", "smallint": "short", "tinyint": "byte"}
# A type, and those that hold every value of it.
WIDER = {
    "tinyint": ("smallint", "int", "bigint", "float", "double"),
    "smallint": ("int", "bigint", "float", "double"),
    "int": ("bigint", "double"),
    "float": ("double",),
    "date": ("timestamp",),
}


@dataclass(frozen=True)
class Widened:
    """What is to become of a table at ``root``; no reader sees it before :meth:`commit`."""

    root: Path
    schema: str
    by: list[str]
    folder: Path | None = None
    adds: list[AddAction] = field(default_factory=list)

    def commit(self, about: Mapping[str, object]) -> None:
        """Make it the table, in one commit that keeps ``about``."""
        if self.folder is None:
            change_files(self.root, self.schema, [], by=self.by, about=about)
        else:
            replace_whole(self.root, self.schema, self.adds, self.by, about)

    def forget(self) -> None:
        """Remove what was written."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def widened(root: Path, types: Mapping[str, str]) -> Widened:
    """Write the files of a table anew with wider types, by column; without any nothing is written.

    Raises :class:`pyarrow.ArrowInvalid`, and leaves no file, where a value does not fit.
    """
    delta = DeltaTable(str(root))
    by = delta.metadata().partition_columns
    if not types:
        return Widened(root, str(delta.schema().to_json()), by)
    folder = root / f"data-{uuid.uuid4().hex}"
    fields = [
        Field(f.name, PrimitiveType(DELTA.get(types[f.name], types[f.name])), nullable=f.nullable)
        if f.name in types
        else f
        for f in delta.schema().fields
    ]
    made = Widened(root, str(Schema(fields).to_json()), by, folder)
    try:
        for file, part in files_of(root, delta):
            target = folder / f"{uuid.uuid4().hex}.parquet"
            rewritten(file, target, lambda rows: _cast(rows, types))
            made.adds.append(add_action(root, target, part=part))
    except BaseException:
        made.forget()
        raise
    return made


def repeats(root: Path, key: Sequence[str]) -> int:
    """How many rows of the table have a key that an other row has too."""
    rows = DeltaTable(str(root)).to_pyarrow_dataset().to_table(columns=list(key))
    each = rows.group_by(list(key)).aggregate([([], "count_all")])["count_all"]
    return int(pac.sum(pac.if_else(pac.greater(each, 1), each, 0)).as_py() or 0)


def _cast(rows: pa.Table, types: Mapping[str, str]) -> pa.Table:
    for name in types.keys() & set(rows.schema.names):
        place = rows.schema.names.index(name)
        rows = rows.set_column(place, name, rows[name].cast(ARROW[types[name]]))
    return rows
