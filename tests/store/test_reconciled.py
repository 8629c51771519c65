"""One row that is lost at a step fails, and the step is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed import counted, landing
from lakehouse.store.landed.counted import Counted
from lakehouse.store.landed.landing import land
from lakehouse.store.state import recall
from tests.store.parks import dog_feed, dog_table, dogs, lines

pytestmark = pytest.mark.doors

FEED = dog_feed(refuse_over=0.9)


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    (tmp_path / "parks").mkdir()
    rows = [*dogs(range(5)), "5,Bad,31.01.2020", "6,Bad,31.01.2020"]
    (tmp_path / "parks" / "dog_1.csv").write_text(lines(rows))
    return Lake(spark, tmp_path / "lake")


def bring(lake: Lake) -> None:
    landed = land(FEED, lake.root.parent, lake, "run")
    refresh(lake, FEED, dog_table(), {}, "run", landed.counted)


def lost(what: str, message: PromiseBroken) -> None:
    assert f"dog: the step '{what}' does not add up" in message.what and message.todo


def test_a_row_lost_while_landing(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def count(lake: Lake, rows: DataFrame, feed: Feed) -> Counted:
        return counted.count(lake, rows.where("_row <> 3"), feed)

    monkeypatch.setattr(landing, "count", count)
    with pytest.raises(PromiseBroken) as caught:
        bring(lake)
    lost("landing", caught.value)
    assert not lake.exists(FEED.landed)


def test_a_row_lost_while_typing(lake: Lake) -> None:
    landed = land(FEED, lake.root.parent, lake, "run")
    assert landed.counted is not None
    (one,) = landed.counted.balance
    short = replace(landed.counted, balance=[one | {"good": one["good"] - 1}])
    with pytest.raises(PromiseBroken) as caught:
        refresh(lake, FEED, dog_table(), {}, "run", short)
    lost("typing", caught.value)
    assert not lake.exists(dog_table())


def test_a_row_lost_on_the_way_to_quarantine(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Lake.quarantine

    def all_but_one(self: Lake, source: str, rows: DataFrame | None, *only: Any) -> None:
        keep(self, source, rows and rows.limit(1), *only)

    with monkeypatch.context() as thief:
        thief.setattr(Lake, "quarantine", all_but_one)
        with pytest.raises(PromiseBroken) as caught:
            bring(lake)
    lost("quarantine", caught.value)
    # Nothing was remembered, so the next run makes it right.
    assert recall(lake.root, FEED.name) is None
    bring(lake)
    assert lake.rows(dog_table()) == 5
