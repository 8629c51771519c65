"""A table is read as its Parquet files where it is nothing else, and through Delta where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table
from lakehouse.store.delta import files
from lakehouse.store.delta.files import frame_of, part_frame, parted_frame
from lakehouse.store.delta.renamed import rename_columns
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


@pytest.mark.whole
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


def test_partitions_in_folders_of_their_name_need_no_job_of_deltas_either(
    spark: SparkSession, tmp_path: Path
) -> None:
    path = tmp_path / "a lake" / "parted"
    rows = spark.range(4).selectExpr("id as n", "concat('a b', id % 2) as part", "id % 2 as more")
    for frame in (rows.where("n < 2"), rows.where("n >= 2")):
        writer = frame.coalesce(1).write.format("delta").partitionBy("part", "more")
        writer.mode("append").save(str(path))
    found = parted_frame(spark, path)
    assert "PreparedDelta" not in plan_of(found)
    assert found.schema == spark.read.format("delta").load(str(path)).schema
    each = sorted((r["n"], r["part"], r["more"]) for r in found.collect())
    assert each == [(0, "a b0", 0), (1, "a b1", 1), (2, "a b0", 0), (3, "a b1", 1)]
    # What a rename wrote lies elsewhere, and only the log knows its partition.
    rename_columns(path, {"n": "number"}, {})
    moved = parted_frame(spark, path)
    assert "PreparedDelta" in plan_of(moved)
    assert sorted(r["number"] for r in moved.where("part = 'a b1'").collect()) == [1, 3]


def test_one_partition_is_read_alone_wherever_its_files_lie(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    for value, count in (("a", 2), ("b", 3), ("a", 4)):
        rows = spark.range(count).selectExpr("id as n", f"'{value}' as part")
        lake.replace_part(DOG, rows, "part", value)
    found = part_frame(spark, lake.path(DOG), ("part", "a"))
    assert "PreparedDelta" not in plan_of(found) and numbers(found) == [0, 1, 2, 3]
    assert found.columns == DOG.column_names and found.first()["part"] == "a"
