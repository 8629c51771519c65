"""A row of an increment that says that its identity is no more takes it out of the table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.tables import quarantine
from tests.store.parks import dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

FEED = dog_feed(deletes="name = 'GONE'", refuse_over=0.9)
MONTHS = (
    ["1,Rex,2020-01-01", "2,Ada,2020-01-01", "3,Kim,2020-01-01", "4,Bo,31.01.2020"],
    ["1,GONE,2020-02-01", "4,GONE,2020-02-01", "7,GONE,2020-02-01"],
    ["2,GONE,2020-03-01", "1,Back,2020-03-01", "3,gone,2020-03-01"],
)
LEFT = ({"1": "Rex", "2": "Ada", "3": "Kim"}, {"2": "Ada", "3": "Kim"}, {"1": "Back", "3": "gone"})


def bring(lake: Lake, folder: Path, months: range) -> None:
    (folder / "parks").mkdir(parents=True, exist_ok=True)
    for n in months:
        (folder / "parks" / f"dog_{n}.csv").write_text(lines(MONTHS[n]))
    landed = land(FEED, folder, lake, "run")
    refresh(lake, FEED, dog_table(), {}, "run", landed.counted)


def names(lake: Lake) -> dict[str, str]:
    rows = lake.frame(dog_table())
    return dict(zip(rows["tag"], rows["name"], strict=True))


def closed(lake: Lake) -> pd.Series:
    return lake.frame(quarantine.row)["closed_as"]


def test_the_newest_version_decides_whether_a_row_is_there(
    spark: SparkSession, tmp_path: Path
) -> None:
    step, whole = Lake(spark, tmp_path / "step"), Lake(spark, tmp_path / "whole")
    for n, left in enumerate(LEFT):
        bring(step, tmp_path / "in", range(n, n + 1))
        assert names(step) == left
    bring(whole, tmp_path / "in", range(3))
    assert names(whole) == LEFT[-1]
    # What was broken and then taken back is nobody's work any more.
    assert list(closed(step)) == list(closed(whole)) == ["deleted"]


@pytest.mark.parametrize(
    "changes", [{"mode": "snapshot"}, {"identity": ()}, {"repeats": True}], ids=str
)
def test_only_rows_with_a_key_can_be_taken_back(changes: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="rows that delete need an increment"):
        replace(FEED, **changes)


def test_a_condition_that_spark_cannot_read_names_its_contract(
    spark: SparkSession, tmp_path: Path
) -> None:
    wrong = replace(FEED, deletes="nam = 'GONE'")
    (tmp_path / "parks").mkdir()
    (tmp_path / "parks" / "dog_1.csv").write_text(lines(MONTHS[0]))
    with pytest.raises(PlanError, match=r"town/dog\.odcs\.yaml"):
        land(wrong, tmp_path, Lake(spark, tmp_path / "lake"), "run")
