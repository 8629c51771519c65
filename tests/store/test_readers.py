"""A published table is the same to every reader of a version of it, with Spark or without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from lakehouse.run.releases.described import described
from lakehouse.store.lake import Lake
from tests.drawn_result import AS_OF, KNOWN_AT, PLACE, PROBABILITY, RANK, TAGS, drawn_result

pytestmark = pytest.mark.doors

TABLE = drawn_result("places", PLACE, RANK, PROBABILITY, AS_OF, KNOWN_AT, TAGS)
ROW = (
    "select {!r} as place, {} as rank, cast({} as double) as probability, date '2024-06-28' as "
    "as_of, timestamp '2024-06-28 10:00:00' as known_at, array('a', 'b') as tags"
)


def with_deltalake(path: Path, version: int, spark: SparkSession) -> list[Any]:
    rows = DeltaTable(str(path), version=version).to_pyarrow_table().to_pylist()
    return [(r["place"], r["rank"], r["probability"], str(r["as_of"]), r["tags"]) for r in rows]


def with_pandas(path: Path, version: int, spark: SparkSession) -> list[Any]:
    frame: pd.DataFrame = DeltaTable(str(path), version=version).to_pandas()
    rows = frame.itertuples(index=False)
    return [(r.place, r.rank, r.probability, str(r.as_of), list(r.tags)) for r in rows]


def with_polars(path: Path, version: int, spark: SparkSession) -> list[Any]:
    rows = pl.read_delta(str(path), version=version).rows(named=True)
    return [(r["place"], r["rank"], r["probability"], str(r["as_of"]), r["tags"]) for r in rows]


def with_spark(path: Path, version: int, spark: SparkSession) -> list[Any]:
    found = spark.read.format("delta").option("versionAsOf", version).load(str(path)).collect()
    return [(r["place"], r["rank"], r["probability"], str(r["as_of"]), r["tags"]) for r in found]


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake whose published table was written twice."""
    made = Lake(spark, tmp_path_factory.mktemp("readers"))
    for chance in (0.25, 0.75):
        rows = ROW.format("Café", 1, chance), ROW.format("b", "null", "null")
        made.write(TABLE, spark.sql(" union all ".join(rows)), {"rules": "r"})
    return made


@pytest.mark.parametrize("read", [with_deltalake, with_pandas, with_polars, with_spark])
def test_a_version_is_read_by(
    read: Callable[[Path, int, SparkSession], list[Any]], lake: Lake
) -> None:
    for version, chance in enumerate((0.25, 0.75)):
        told = described(lake.root, TABLE, version, lake.frame(TABLE))["delta"]
        rows = read(lake.root / told["table"], told["version"], lake.spark)
        found = {row[0]: row[1:] for row in rows}
        assert found.keys() == {"Café", "b"}
        assert found["Café"] == (1, chance, "2024-06-28", ["a", "b"])
        assert found["b"][0] is None or found["b"][0] != found["b"][0]


def test_the_table_asks_nothing_of_a_reader_that_it_might_not_know(lake: Lake) -> None:
    asked = DeltaTable(str(lake.path(TABLE))).protocol()
    assert asked.min_reader_version == 1 and not asked.reader_features
