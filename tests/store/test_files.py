"""A table is read as its Parquet files where it is nothing else, and through Delta where it is."""

from __future__ import annotations

from pathlib import Path

from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table
from lakehouse.store import files
from lakehouse.store.files import frame_of
from lakehouse.store.lake import Lake

DOG = Table(
    "city.dog", "One dog.", ("n",), (Column("n", "bigint", "A."), Column("part", "string", "B."))
)


def plan_of(frame: DataFrame) -> str:
    return str(frame._jdf.queryExecution().executedPlan().toString())


def numbers(frame: DataFrame) -> list[int]:
    return sorted(r["n"] for r in frame.collect())


def test_a_plain_table_needs_no_job_of_deltas(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(spark, tmp_path / "a lake")
    for count in (3, 0, 2):
        lake.write(DOG, spark.range(count).selectExpr("id as n", "'a' as part"), {})
    path = lake.path(DOG)
    assert DeltaTable(str(path)).protocol().min_reader_version == files.PLAIN
    assert "PreparedDelta" not in plan_of(frame_of(spark, path))
    assert numbers(frame_of(spark, path)) == [0, 1]
    assert numbers(frame_of(spark, path, 0)) == [0, 1, 2]
    assert frame_of(spark, path, 1).schema == frame_of(spark, path).schema
    assert numbers(frame_of(spark, path, 1)) == []


def test_partitions_deleted_rows_and_many_files_are_read_through_delta(
    spark: SparkSession, tmp_path: Path
) -> None:
    # A file for every row.
    rows = spark.range(0, 40, 1, 40).selectExpr("id as n", "'a' as part")
    made = {"parts": (rows.coalesce(1), ["part"]), "many": (rows, [])}
    made["deleted"] = (rows.coalesce(1), [])
    for name, (frame, by) in made.items():
        path = tmp_path / name
        writer = frame.write.format("delta").partitionBy(*by)
        writer.option("delta.enableDeletionVectors", name == "deleted").save(str(path))
        if name == "deleted":
            spark.sql(f"delete from delta.`{path}` where n = 7")
        found = frame_of(spark, path)
        assert "PreparedDelta" in plan_of(found), name
        assert numbers(found) == [n for n in range(40) if name != "deleted" or n != 7]
        assert found.select("part").distinct().count() == 1
