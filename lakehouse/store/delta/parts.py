"""Replace one partition of a Delta table by rows that Spark writes beside it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pac
from pyspark.sql import DataFrame

from lakehouse.declare.errors import PromiseBroken
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.carried import Goes, carry
from lakehouse.store.delta.committed import add_action, change_files, remove_action, replace_files
from lakehouse.store.delta.linked import widened
from lakehouse.store.delta.shared import one_at_a_time


@one_at_a_time
def replace_part(
    frame: DataFrame | None,
    table: Path,
    schema: str,
    part: tuple[str, str],
    only: tuple[str, Collection[str]] | None = None,
) -> None:
    """Make ``frame`` (None: nothing) the whole partition ``part`` (column, value), in one commit.

    ``only`` (column, values) says that ``frame`` takes the place of the rows with these values
    alone, and the others stay. ``schema`` is Delta's JSON of the columns. Raises
    :class:`PromiseBroken` when a row belongs to another partition; then nothing is written.
    """
    column, value = part
    there = delta_log.exists(table)
    if there:
        schema = widened(table, schema, [column])
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
    named = {column: value}
    adds = [add_action(table, file, part=named) for file in files]
    if only is None or not there:
        replace_files(table, schema, adds, part)
        return
    carried = carry(table, _one_of(*only), (only[0],), f"{column}={value}")
    adds += [add_action(table, file, part=named) for file in carried.fresh]
    gone = [remove_action(name, named) for name in carried.gone]
    if adds or gone:
        change_files(table, schema, adds, gone, by=[column])


def _one_of(column: str, values: Collection[str]) -> Goes:
    listed = pa.array(values, pa.string())
    return lambda rows: pac.fill_null(pac.is_in(rows[column], value_set=listed), False)
