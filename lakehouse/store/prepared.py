"""Rows written beside a table in one pass, parted by its rules, unseen until they are committed."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pac
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.transaction import AddAction, create_table_with_add_actions
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.evaluated import FIT
from lakehouse.store import delta_log
from lakehouse.store.statistics import statistics

GOOD, BROKEN = f"{FIT}=true", f"{FIT}=false"  # folders, as Spark names them
MANY = 5_000_000  # rows whose keys still fit into one process


@dataclass(frozen=True)
class Prepared:
    """The files below ``table/data-<number>``: ``good`` and ``broken`` ones, with footers."""

    table: Path
    folder: Path
    good: Mapping[Path, pq.FileMetaData]
    broken: Mapping[Path, pq.FileMetaData]

    @property
    def rows(self) -> int:
        return sum(footer.num_rows for footer in self.good.values())

    @property
    def refused(self) -> int:
        return sum(footer.num_rows for footer in self.broken.values())

    def frame(self, spark: SparkSession, like: DataFrame) -> DataFrame:
        """The rows, read back with the column that says which keep every rule."""
        return spark.read.schema(like.schema).parquet(str(self.folder))

    def surely_unique(self, key: Sequence[str]) -> bool:
        """Whether no two good rows have one key; False also where there are too many to look."""
        if not self.good or not key:
            return True
        if self.rows > MANY:
            return False
        keys = ds.dataset([str(p) for p in self.good]).to_table(columns=list(key))
        counted = keys.group_by(list(key)).aggregate([([], "count_all")])
        return bool(pac.max(counted["count_all"]).as_py() in (None, 1))

    def forget(self) -> None:
        """Remove all files, for rows that must not be committed."""
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(marked: DataFrame, table: Path) -> Prepared:
    """Write the rows once; Spark parts them into files of good and of broken rows on the way."""
    folder = table / f"data-{uuid.uuid4().hex}"
    marked.write.partitionBy(FIT).parquet(str(folder))
    return Prepared(table, folder, _footers(folder / GOOD), _footers(folder / BROKEN))


def _footers(folder: Path) -> dict[Path, pq.FileMetaData]:
    return {path: pq.read_metadata(path) for path in sorted(folder.glob("*.parquet"))}


def commit(prepared: Prepared, schema: str, about: Mapping[str, Any]) -> int:
    """Make the good rows the whole table in one commit; the new version.

    ``schema`` is Delta's JSON of the columns; ``about`` is kept with the commit.
    """
    # Delta's own writer would compute these numbers row by row; Parquet has them in its footers.
    adds = [add_action(prepared.table, file, footer) for file, footer in prepared.good.items()]
    columns = Schema.from_json(schema)
    said = CommitProperties({"userMetadata": json.dumps(dict(about), default=str)})
    path = str(prepared.table)
    if delta_log.exists(prepared.table):
        table = DeltaTable(path)
        table.create_write_transaction(adds, "overwrite", columns, [], commit_properties=said)
    else:
        create_table_with_add_actions(path, columns, adds, commit_properties=said)
    shutil.rmtree(prepared.folder / BROKEN, ignore_errors=True)
    version = delta_log.version(prepared.table)
    assert version is not None
    return version


def add_action(
    table: Path, file: Path, footer: pq.FileMetaData, part: Mapping[str, str] | None = None
) -> AddAction:
    """A Parquet file below ``table`` as the log names it, a row of partition ``part``."""
    found = file.stat()
    return AddAction(
        path=file.relative_to(table).as_posix(),
        size=found.st_size,
        partition_values=dict(part or {}),
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps(statistics(footer)),
    )
