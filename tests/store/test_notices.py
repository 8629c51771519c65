"""What landing says of a delivery is kept: what was refused, and what landed with a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.landed.notices import notices_of
from lakehouse.store.state import recall
from tests.store.parks import dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

YOUNG = "seen on New Year"
FEED = dog_feed(flags=((YOUNG, "seen_on <> date'2020-01-01'"),), refuse_over=0.5)


def test_refusals_and_flags_are_kept_once_a_day(spark: SparkSession, tmp_path: Path) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    (folder / "parks").mkdir(parents=True)
    (folder / "parks" / "dog_1.csv").write_text(lines(["1,Rex,2020-01-01", "2,Ada,2020-01-05"]))
    (folder / "parks" / "dog_2.csv").write_text(lines(["3,Bad,31.01.2020"]))
    for _ in range(2):  # the second time the first file has landed, and the other is refused again
        landed = land(FEED, folder, lake, "run")
        refresh(lake, FEED, dog_table(), {}, "run", landed.counted)
    kept = [(n["kind"], n["says"]) for n in notices_of(lake, FEED)]
    assert [kind for kind, _ in kept] == ["refused", "warned"]
    assert "dog_2.csv breaks its contract in 1 of 1 rows" in kept[0][1]
    assert f"dog_1.csv: {YOUNG}: 1 (flagged)" in kept[1][1]
    made = recall(lake.root, FEED.name)
    # Whichever way the rows were typed, the flags stand in the balance of what landed.
    assert made is not None and [b["flagged"] for b in made.facts["balance"]] == [{YOUNG: 1}]
    assert notices_of(lake, dog_feed(name="cat")) == []
