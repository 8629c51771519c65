"""A delivery goes back for a critical row, or for what is counted over all its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.declare.measure import Bound, Measure
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import Landed, land
from tests.store.parks import dog_feed, dog_table, dogs, lines

pytestmark = pytest.mark.doors

SWING = Measure("the number of rows", "count(1)", Bound(50, 200), "delivery")
NAMED = replace(dog_feed().columns[1], rules=(("is Bad", "name <> 'Bad'"),), refuse_on=("is Bad",))
FEED = dog_feed(
    columns=(dog_feed().columns[0], NAMED, dog_feed().columns[2]),
    measures=(SWING,),
    flags=(("seen on New Year", "seen_on <> date'2020-01-01'"),),
)


def deliver(folder: Path, name: str, rows: list[str]) -> None:
    file = folder / "delivered" / "parks" / f"dog_{name}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(lines(rows), "utf-8")


def landed(lake: Lake, folder: Path, feed: Feed = FEED) -> Landed:
    done = land(feed, folder / "delivered", lake, "run")
    refresh(lake, feed, dog_table(), {}, "run", done.counted)
    return done


def test_flags_are_said_and_critical_rows_and_swings_refuse(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path / "lake")
    deliver(tmp_path, "1", dogs(range(28)))
    first = landed(lake, tmp_path)
    # One of the 28 was seen on New Year: it lands, and it is said. There is nothing to swing from.
    assert (first.rows, first.refused) == (28, ())
    assert "seen on New Year: 1 (flagged)" in first.notices[0]
    deliver(tmp_path, "2", [*dogs(range(40, 60)), "70,Bad,2020-01-05"])
    deliver(tmp_path, "3", dogs(range(100, 110)))
    deliver(tmp_path, "4", dogs(range(200, 220)))
    done = landed(lake, tmp_path)
    said = {str(e).split("parks/")[1].split(" ")[0]: str(e) for e in done.refused}
    assert done.files == ("parks/dog_4.csv",) and sorted(said) == ["dog_2.csv", "dog_3.csv"]
    assert "Name: is Bad (1 rows" in said["dog_2.csv"]
    assert "between 50 and 200 percent, it is 35.7" in said["dog_3.csv"]
