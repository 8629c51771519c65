"""The days of which a table's rows changed since a version, from the files that came and went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from urllib.parse import unquote

from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.store.delta.files import columns_of, names_of


def changed_days(
    spark: SparkSession, since: Mapping[Path, tuple[str, int]]
) -> set[date | None] | None:
    """``since`` has for each table's folder the column of its day and the version to compare with.

    Rows without a day are those of the day None. A file written again with the same rows changes
    no day. None as a whole when the table has other columns by now, or what it was is gone.
    """
    parts: list[DataFrame] = []
    for path, (day, version) in since.items():
        found = _exchanged(spark, path, day, version)
        if found is None:
            return None
        parts += found
    if not parts:
        return set()
    # The order of rows is nothing: each day is the sum of its rows, less those that went.
    sums = reduce(DataFrame.union, parts).groupBy("path", "day")
    changed = sums.agg(F.sum("row").alias("row")).where("row <> 0")
    return {row["day"] for row in changed.select("day").distinct().collect()}


def _exchanged(spark: SparkSession, path: Path, day: str, version: int) -> list[DataFrame] | None:
    before, now = DeltaTable(str(path), version=version), DeltaTable(str(path))
    if before.schema() != now.schema():
        return None
    schema = columns_of(now)
    old, new = set(names_of(before)), set(names_of(now))
    gone = [path / unquote(name) for name in sorted(old - new)]
    if not all(file.exists() for file in gone):
        return None
    come = [path / unquote(name) for name in sorted(new - old)]
    frames = []
    for files, sign in ((come, 1), (gone, -1)):
        if files:
            rows = spark.read.schema(schema).parquet(*map(str, files))
            # Hashing passes over what is null, so where a null stands is told beside it.
            told = [c for n in schema.names for c in (F.col(n), F.isnull(n))]
            row = F.xxhash64(*told).cast("decimal(38,0)") * sign
            frames.append(
                rows.select(
                    F.lit(str(path)).alias("path"),
                    F.col(day).alias("day"),
                    row.cast("decimal(38,0)").alias("row"),
                )
            )
    return frames
