"""Rows written beside a table in one pass, parted by its rules, unseen until they are committed."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.evaluated import FIT
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.carried import Carried
from lakehouse.store.delta.committed import add_action, change_files, remove_action, replace_files

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

    def apart_from(self, files: Sequence[Path], key: Sequence[str]) -> bool:
        """Whether no good row has the key of a row in ``files``."""
        if not self.good or not files or not key:
            return True
        mine = ds.dataset([str(p) for p in self.good]).to_table(columns=list(key))
        theirs = ds.dataset([str(p) for p in files]).to_batches(columns=list(key))
        found = (
            pa.Table.from_batches([b]).join(mine, list(key), join_type="left semi") for b in theirs
        )
        return not any(rows.num_rows for rows in found)

    def forget(self) -> None:
        """Remove all files, for rows that must not be committed."""
        shutil.rmtree(self.folder, ignore_errors=True)


# Looks at rows before they are committed; what it finds is kept with what was written.
Check = Callable[[Prepared], list[dict[str, Any]]]


def passed(prepared: Prepared) -> list[dict[str, Any]]:
    """A check that asks for nothing."""
    return []


def prepare(marked: DataFrame, table: Path) -> Prepared:
    """Write the rows once; Spark parts them into files of good and of broken rows on the way."""
    folder = table / f"data-{uuid.uuid4().hex}"
    marked.write.partitionBy(FIT).parquet(str(folder))
    return Prepared(table, folder, _footers(folder / GOOD), _footers(folder / BROKEN))


def _footers(folder: Path) -> dict[Path, pq.FileMetaData]:
    return {path: pq.read_metadata(path) for path in sorted(folder.glob("*.parquet"))}


def commit(
    prepared: Prepared, schema: str, about: Mapping[str, Any], beside: Carried | None = None
) -> int:
    """Make the good rows the whole table, or add them to what is carried; the new version.

    ``schema`` is Delta's JSON of the columns; ``about`` is kept with the commit.
    """
    table = prepared.table
    adds = [add_action(table, file, footer) for file, footer in prepared.good.items()]
    if beside is None:
        replace_files(table, schema, adds, about=about)
    else:
        adds += [add_action(table, file) for file in beside.fresh]
        change_files(table, schema, adds, [remove_action(n) for n in beside.gone], about=about)
    shutil.rmtree(prepared.folder / BROKEN, ignore_errors=True)
    version = delta_log.version(table)
    assert version is not None
    return version
