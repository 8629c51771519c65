"""Read a Delta table into Spark by the files that its log names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from lakehouse.declare.errors import NotFound
from lakehouse.declare.table import Table
from lakehouse.store.delta import delta_log

# Spark's own reader of Delta is the better one for tables of more files than this.
FEW = 32
# More files than this Spark lists in a job of its own (conf/base.toml).
MANY = 500
PLAIN = 1  # reader version of a table without deletion vectors or renamed columns

# Columns of a table; None is all of them.
Names = Sequence[str] | None


def columns_of(table: DeltaTable) -> StructType:
    """The table's columns as Spark names them."""
    return StructType.fromJson(json.loads(table.schema().to_json()))


def names_of(table: DeltaTable) -> list[str]:
    """The table's files as its log names them: below its folder, quoted like a URL."""
    names: list[str] = table.get_add_actions(flatten=True).column("path").to_pylist()
    return names


def frame_of(spark: SparkSession, path: Path, version: int | None = None) -> DataFrame:
    """The table at ``path``, by default its newest version.

    A table that is nothing but its Parquet files is read as such: Spark's own reader of Delta
    starts three to six jobs for every new version, before it looks at a row. One with partitions,
    many files or other features of Delta's readers goes through Delta.
    """
    table = DeltaTable(str(path), version=version)
    files = names_of(table)
    plain = table.protocol().min_reader_version == PLAIN and not table.metadata().partition_columns
    if not plain or len(files) > FEW:
        reader = spark.read.format("delta").option("versionAsOf", table.version())
        return reader.load(str(path))
    schema = columns_of(table)
    if not files:
        return spark.createDataFrame([], schema)
    return spark.read.schema(schema).parquet(*(str(path / unquote(file)) for file in files))


def parted_frame(spark: SparkSession, path: Path) -> DataFrame:
    """The newest version of a table with partitions, whose folders are named after them.

    Read by its files as well, where these are not too many and each lies in such a folder.
    """
    table = DeltaTable(str(path))
    by = table.metadata().partition_columns
    files = [unquote(name) for name in names_of(table)]
    named = all([part.partition("=")[0] for part in f.split("/")[:-1]] == by for f in files)
    if not files or not named or len(files) > MANY or table.protocol().min_reader_version != PLAIN:
        return spark.read.format("delta").load(str(path))
    schema = columns_of(table)
    reader = spark.read.schema(schema).option("basePath", str(path))
    return reader.parquet(*(str(path / file) for file in files))


def part_frame(spark: SparkSession, path: Path, part: tuple[str, str]) -> DataFrame:
    """The rows of one partition (column, value) of a table, with that column."""
    table = DeltaTable(str(path))
    values = table.get_add_actions(flatten=True).column(f"partition.{part[0]}").to_pylist()
    named = zip(names_of(table), values, strict=True)
    files = [path / unquote(name) for name, value in named if value == part[1]]
    schema = columns_of(table)
    if len(files) > FEW or table.protocol().min_reader_version != PLAIN:
        return spark.read.format("delta").load(str(path)).where(F.col(part[0]) == part[1])
    kept = StructType([f for f in schema.fields if f.name != part[0]])
    rows = spark.read.schema(kept).parquet(*map(str, files))
    return rows.withColumn(part[0], F.lit(part[1])).select(*schema.fieldNames())


def read_frame(
    path: Path,
    table: Table | None = None,
    version: int | None = None,
    names: Names = None,
) -> pd.DataFrame:
    """A Delta table, or some columns of it, as a pandas frame without Spark.

    Raises :class:`NotFound`.
    """
    if not delta_log.exists(path):
        raise NotFound(
            f"{table.name if table else path.name} is not in the lake.", "Run citylake run."
        )
    wanted = names or (table.column_names if table else None)
    return DeltaTable(str(path), version=version).to_pandas(columns=wanted and list(wanted))
