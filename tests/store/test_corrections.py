"""A correction replaces the rows of its keys; a key that never came before lands and is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.landed.notices import WARNED, notices_of
from lakehouse.tables import quarantine
from tests.store.parks import dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

FEED = dog_feed(mode="correction", refuse_over=0.9)
FILES = (
    ["1,Rex,2020-01-01", "2,Ada,2020-01-01", "4,Bo,31.01.2020"],
    ["2,Eva,2020-02-01", "4,Bo,2020-02-01", "8,New,2020-02-01", "9,Odd,x"],
    ["8,Newer,2020-03-01", "1,Max,2020-03-01", "5,Late,2020-03-01", "6,Late,2020-03-01"],
)
LEFT = (
    {"1": "Rex", "2": "Ada"},
    {"1": "Rex", "2": "Eva", "4": "Bo", "8": "New"},
    {"1": "Max", "2": "Eva", "4": "Bo", "8": "Newer", "5": "Late", "6": "Late"},
)


def bring(lake: Lake, folder: Path, files: range) -> tuple[str, ...]:
    """Deliver and land; what is noticed."""
    (folder / "parks").mkdir(parents=True, exist_ok=True)
    for n in files:
        (folder / "parks" / f"dog_{n}.csv").write_text(lines(FILES[n]))
    landed = land(FEED, folder, lake, "run")
    refresh(lake, FEED, dog_table(), {}, "run", landed.counted)
    return landed.notices


def names(lake: Lake) -> dict[str, str]:
    rows = lake.frame(dog_table())
    return dict(zip(rows["tag"], rows["name"], strict=True))


def test_corrections_replace_by_key_one_by_one_or_all_at_once(
    spark: SparkSession, tmp_path: Path
) -> None:
    step, whole = Lake(spark, tmp_path / "step"), Lake(spark, tmp_path / "whole")
    told = []
    for n, left in enumerate(LEFT):
        told += bring(step, tmp_path / "in", range(n, n + 1))
        assert names(step) == left
    second, third = told
    assert second.startswith("dog: parks/dog_1.csv: 1 keys that no delivery had before")
    assert third.startswith("dog: parks/dog_2.csv: 2 keys that no delivery had before")
    assert [n["says"] for n in notices_of(step, FEED) if n["kind"] == WARNED] == told
    assert list(bring(whole, tmp_path / "in", range(3))) == told
    assert names(whole) == LEFT[-1]
    # The row that was broken in the first file came again, sound, in the second.
    for lake in (step, whole):
        cases = lake.frame(quarantine.row).set_index("row")["closed_as"]
        assert cases.fillna("").to_dict() == {3: "repaired", 4: ""}


def test_an_increment_adds_without_a_word(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "in" / "parks").mkdir(parents=True)
    for n, rows in enumerate(FILES):
        (tmp_path / "in" / "parks" / f"dog_{n}.csv").write_text(lines(rows))
    feed = dog_feed(refuse_over=0.9)
    assert land(feed, tmp_path / "in", Lake(spark, tmp_path / "lake"), "run").notices == ()
