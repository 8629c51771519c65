"""Read a Delta table into Spark by the files that its log names."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from lakehouse.declare.errors import NotFound
from lakehouse.declare.table import Table
from lakehouse.store import delta_log

# Spark lists more files than this in a job of its own.
FEW = 32
PLAIN = 1  # reader version of a table without deletion vectors or renamed columns


def frame_of(spark: SparkSession, path: Path, version: int | None = None) -> DataFrame:
    """The table at ``path``, by default its newest version.

    A table that is nothing but its Parquet files is read as such: Spark's own reader of Delta
    starts three to six jobs for every new version, before it looks at a row. One with partitions,
    many files or other features of Delta's readers goes through Delta.
    """
    table = DeltaTable(str(path), version=version)
    files = table.get_add_actions(flatten=True).column("path").to_pylist()
    plain = table.protocol().min_reader_version == PLAIN and not table.metadata().partition_columns
    if not plain or len(files) > FEW:
        reader = spark.read.format("delta").option("versionAsOf", table.version())
        return reader.load(str(path))
    schema = StructType.fromJson(json.loads(table.schema().to_json()))
    if not files:
        return spark.createDataFrame([], schema)
    return spark.read.schema(schema).parquet(*(str(path / unquote(file)) for file in files))


def read_frame(path: Path, table: Table | None = None, version: int | None = None) -> pd.DataFrame:
    """A Delta table as a pandas frame, without Spark; raises :class:`NotFound`."""
    if not delta_log.exists(path):
        raise NotFound(
            f"{table.name if table else path.name} is not in the lake.", "Run citylake run."
        )
    names = table.column_names if table else None
    return DeltaTable(str(path), version=version).to_pandas(columns=names)
