"""The balance of deliveries is written whenever it is not what was counted, whoever was killed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds.feeds import land_feeds
from lakehouse.store.lake import Lake
from lakehouse.store.run_log import RunLog
from lakehouse.store.state import Made, remember
from lakehouse.tables.governance import delivery
from tests.small_city import small_settings

pytestmark = pytest.mark.doors
SETTINGS = small_settings()


def counted(good: int) -> Made:
    row = dict.fromkeys(delivery.column_names, 0) | {
        "feed": "burglary",
        "delivery": "abc",
        "file": "a.csv",
        "run": "r1",
        "sequence": 1,
        "landed_at": str(datetime(2024, 1, 1)),
        "delivered": good,
        "good": good,
    }
    return Made("made", 0, good, 0, {"balance": [row]})


def test_a_balance_that_a_kill_left_unwritten_is_written_by_the_next_run(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    run = Run(SETTINGS, load_catalogue(SETTINGS.city), lake, RunLog(tmp_path, "r1", "land"))
    land_feeds(run, ())
    assert not lake.exists(delivery), "nothing was counted yet"
    # The run that counted was killed before it wrote: this one lands nothing and writes.
    remember(tmp_path, "burglary", counted(7))
    land_feeds(run, ())
    assert lake.frame(delivery)["good"].tolist() == [7]
    version = lake.version(delivery)
    land_feeds(run, ())
    assert lake.version(delivery) == version, "the same balance is not written twice"
    remember(tmp_path, "burglary", counted(8))
    land_feeds(run, ())
    assert lake.frame(delivery)["good"].tolist() == [8]
