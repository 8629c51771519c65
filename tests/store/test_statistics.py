"""Whatever a column holds, a reader that skips files by their statistics finds every row."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pac
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from lakehouse.declare import Column, Table
from lakehouse.store.lake import Lake

pytestmark = pytest.mark.doors
KINDS = {
    "id": "string",
    "long": "string",
    "huge": "string",
    "whole": "bigint",
    "part": "double",
    "odd": "double",
    "yes": "boolean",
    "day": "date",
    "moment": "timestamp",
    "none": "string",
    "some": "string",
}
TABLE = Table(
    "city.every", "One row per row.", ("id",), tuple(Column(n, k, "A.") for n, k in KINDS.items())
)
MADE = (
    "cast(id as string) as id",
    "concat(repeat('long', 20), id) as long",
    "concat(repeat('huge', 3000), id) as huge",
    "id as whole",
    "id / 8 as part",
    "if(id = 2, double('NaN'), double(id)) as odd",
    "id = 1 as yes",
    "date_add(date'2020-01-01', cast(id as int)) as day",
    "timestamp_micros(1577836800123457 + id) as moment",
    "cast(null as string) as none",
    "if(id = 1, null, cast(id as string)) as some",
)


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(spark, tmp_path_factory.mktemp("lake"))
    lake.write(TABLE, spark.range(0, 4, 1, 2).selectExpr(*MADE), {"run": "test"})
    return lake


@pytest.fixture(scope="module")
def rows(lake: Lake) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DeltaTable(str(lake.path(TABLE))).to_pyarrow_table().to_pylist()
    assert len(found) == 4
    return found


@pytest.mark.parametrize("name", [n for n in KINDS if n not in ("none", "odd")])
def test_arrow_finds_each_row_by_each_column(
    name: str, lake: Lake, rows: list[dict[str, Any]]
) -> None:
    whole = DeltaTable(str(lake.path(TABLE))).to_pyarrow_dataset()
    for value in {row[name] for row in rows if row[name] is not None}:
        found = whole.to_table(filter=pac.field(name) == value).column("id").to_pylist()
        assert sorted(found) == sorted(r["id"] for r in rows if r[name] == value), value


@pytest.mark.parametrize("name", [n for n in KINDS if n not in ("none", "odd")])
def test_spark_finds_each_row_by_each_column(
    name: str, lake: Lake, rows: list[dict[str, Any]]
) -> None:
    drawn = [r[name] for r in rows if r[name] is not None]
    frame = lake.read(TABLE)
    for value in set(drawn):
        assert frame.where(frame[name] == value).count() == drawn.count(value)


def test_missing_values_and_not_a_number_are_found(lake: Lake) -> None:
    frame = lake.read(TABLE)
    assert frame.where("none is null").count() == 4
    assert frame.where("some is null").count() == 1
    assert frame.where("isnan(odd)").count() == 1


def test_days_are_known_from_the_log(lake: Lake, rows: list[dict[str, Any]]) -> None:
    assert lake.newest(TABLE, "day") == max(r["day"] for r in rows)
    assert lake.oldest(TABLE, "day") == min(r["day"] for r in rows)
