"""What rows of computed tables break is a table too, and gone when every rule is kept again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Job, Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.computing.runner import Run
from lakehouse.run.quality.quality_lines import held_back
from lakehouse.run.quality.quality_tables import list_computed
from lakehouse.store.lake import Lake
from lakehouse.store.run_log import RunLog
from lakehouse.tables.governance import computed_quality
from tests.small_city import small_settings

pytestmark = pytest.mark.doors
DAY = date(2024, 6, 1)
CAT = Table("city.cat", "One cat.", ("n",), (Column("n", "bigint", "A."),))
DOG = replace(
    CAT,
    name="city.dog",
    columns=(
        Column("n", "bigint", "A."),
        Column("legs", "int", "B.", rule="legs between 1 and 4"),
    ),
)


def dogs(cat: DataFrame) -> DataFrame:
    return cat.selectExpr("n", "cast(n as int) as legs")


def test_broken_rules_of_a_computed_table_are_told_until_they_are_kept(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    catalogue = Catalogue({t.name: t for t in (CAT, DOG)}, (), (Job(dogs, (CAT,), DOG),))
    run = Run(small_settings(), catalogue, lake, RunLog(tmp_path, "r1", "run"))
    list_computed(run, DAY)
    assert not lake.exists(computed_quality), "nothing is made, nothing is said"
    cats = spark.range(2, 7).withColumnRenamed("id", "n")
    lake.write(DOG, dogs(cats), {})
    list_computed(run, DAY)
    (row,) = lake.frame(computed_quality).itertuples(index=False)
    assert (row.table_name, row.as_of, row.rows, row.broken) == ("city.dog", DAY, 5, 2)
    assert row.share == 0.4 and "legs" in row.rule
    assert held_back(tmp_path, ["city.dog", "city.cat"]) == [
        f"city.dog: 2 of 5 rows are held back: {row.rule}"
    ]
    assert held_back(tmp_path, ["city.cat"]) == []
    lake.write(DOG, dogs(cats.where("n < 5")), {})
    list_computed(run, DAY)
    assert lake.frame(computed_quality).empty and held_back(tmp_path, ["city.dog"]) == []
