"""Rules, quarantine, counts and the table itself come of one scan of what was delivered."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare import Column, Table
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.tables import quarantine
from tests.store.parks import dog_feed, dog_table, dogs, lines
from tests.store.scans import scans

pytestmark = pytest.mark.doors

FEED = dog_feed(
    rules=(("the name is no name", "name like 'Rex%'"), ("too early", "seen_on >= '2019-01-01'")),
    flags=(("a late day", "day(seen_on) < 20"),),
    refuse_over=0.9,
)
GOOD, BROKEN = 40, ["a,Bo,2020-01-01", "b,Rex,2020-01-41", "c,Rex,2018-01-01", '4,"Rex,2020-01-01']
TABLE = Table(
    "parks.kennel",
    "One row per kennel.",
    key=("kennel",),
    columns=(
        Column("kennel", "bigint", "Its number."),
        Column("dogs", "bigint", "Dogs in it.", rule="dogs >= 10"),
        Column("size", "bigint", "Square metres.", rule="size between 0 and 45"),
    ),
    owner="Parks",
)


def test_a_delivery_is_scanned_once_until_it_is_a_table(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path / "lake")

    def bring(number: int, rows: list[str]) -> None:
        (tmp_path / "in" / "parks").mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / "parks" / f"dog_{number}.csv").write_text(lines(rows))
        landed = land(FEED, tmp_path / "in", lake, "run")
        assert not landed.refused and landed.rows == len(rows)
        assert refresh(lake, FEED, dog_table(), {}, "run", landed.counted) is not None

    for number, first in enumerate((1, 21)):  # half of the second file's dogs come again
        rows = [*dogs(range(first, first + GOOD)), *BROKEN]
        found = scans(spark, lambda n=number, r=rows: bring(n, r))
        staged = [scan for scan in found if "_staging" in scan.reads]
        assert [scan.rows for scan in staged] == [len(rows)]
    assert lake.rows(dog_table()) == 60
    assert len(lake.frame(quarantine.row)) == 2 * len(BROKEN)


def test_a_checked_write_scans_its_source_once(spark: SparkSession, tmp_path: Path) -> None:
    lake, source = Lake(spark, tmp_path / "lake"), str(tmp_path / "source")
    spark.range(50).selectExpr("id as kennel", "id as dogs", "id as size").write.parquet(source)
    found = scans(spark, lambda: lake.write(TABLE, spark.read.parquet(source), {"rules": "r"}))
    assert [scan.rows for scan in found if source in scan.reads] == [50]
    # Written once, parted; what is read back are the broken rows alone, for quarantine.
    assert sum(scan.rows for scan in found) == 50 + 14
    assert lake.rows(TABLE) == 36 and len(lake.frame(quarantine.row)) == 14
