"""A quarantined row is a case: found, due, and closed by a later delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.tables import quarantine
from tests.store.parks import dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

FEED = dog_feed(refuse_over=0.9, repair_within=10)
SNAPSHOT = replace(FEED, mode="snapshot")
# Dogs 1 to 4 are broken at first; each meets another fate, and 5 was never delivered well.
MONTHS = (
    ["1,Bad,31.01.2020", "2,Bad,31.01.2020", "3,Bad,31.01.2020", ",Nobody,2020-01-01", "9,Rex,"],
    ["1,Ada,2020-02-01", "2,Bad,31.02.2020", "9,Rex,2020-02-01", "5,Bad,31.02.2020"],
    ["2,Kim,2020-03-01", "9,Rex,2020-03-01"],
)


def deliver(folder: Path, month: int) -> None:
    (folder / "parks").mkdir(parents=True, exist_ok=True)
    (folder / "parks" / f"dog_{month}.csv").write_text(lines(MONTHS[month]))


def bring(lake: Lake, folder: Path, feed: Feed) -> None:
    landed = land(feed, folder, lake, "run")
    refresh(lake, feed, dog_table(), {}, "run", landed.counted)


def cases(lake: Lake) -> pd.DataFrame:
    return lake.frame(quarantine.row).sort_values(["file", "row"]).reset_index(drop=True)


def told(lake: Lake) -> dict[tuple[str, int], Any]:
    rows = cases(lake).itertuples()
    return {(r.file[-5], r.row): r.closed_as for r in rows}


@pytest.fixture(scope="module", params=["increment", "snapshot"])
def grown(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Lake, Feed, list[dict[tuple[str, int], Any]]]:
    """A lake to which the months came one by one, and its cases after each."""
    feed = FEED if request.param == "increment" else SNAPSHOT
    root = tmp_path_factory.mktemp("cases")
    lake, after = Lake(spark, root / "lake"), []
    for month in range(len(MONTHS)):
        deliver(root / "in", month)
        bring(lake, root / "in", feed)
        after.append(told(lake))
    return lake, feed, after


def test_a_later_good_row_of_its_identity_repairs_a_case(grown: Any) -> None:
    _, feed, after = grown
    other = None if feed.mode == "increment" else "replaced"
    assert set(after[0].values()) == {None}
    assert after[1] == {
        ("0", 1): "repaired",
        **{("0", n): other for n in (2, 3, 4)},
        ("1", 2): None,
        ("1", 4): None,
    }
    assert after[2] == {
        ("0", 1): "repaired",
        ("0", 2): "repaired",
        ("0", 3): other,
        ("0", 4): other,
        ("1", 2): "repaired",
        ("1", 4): other,
    }


def test_what_is_broken_again_was_found_the_first_time(grown: Any) -> None:
    lake, _, _ = grown
    rows = cases(lake).set_index([cases(lake)["file"].str[-5], "row"])
    first = rows.loc[("0", 1)]
    assert rows.loc[("1", 2)]["found_at"] == first["found_at"]
    assert rows.loc[("1", 4)]["found_at"] > first["found_at"]
    assert rows.loc[("0", 2)]["closed_at"] > rows.loc[("0", 1)]["closed_at"]
    due = [r.due_on - r.found_at.date() for r in rows.itertuples()]
    assert set(due) == {timedelta(days=10)}
    assert rows.loc[("0", 4)]["identity"] is None
    assert rows.loc[("0", 2)]["identity"] == rows.loc[("1", 2)]["identity"] != first["identity"]


def test_all_made_anew_is_what_grew(grown: Any, spark: SparkSession) -> None:
    lake, feed, _ = grown
    before = cases(lake)
    (lake.root / "_state" / f"{feed.name}.json").unlink()
    refresh(lake, feed, dog_table(), {}, "anew")
    after = cases(lake)
    assert after.astype(str).equals(before.astype(str))


def test_a_kill_between_quarantine_and_table_changes_nothing(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(spark, tmp_path / "lake")
    deliver(tmp_path / "in", 0)
    bring(lake, tmp_path / "in", FEED)
    deliver(tmp_path / "in", 1)
    with monkeypatch.context() as killed:
        killed.setattr(Lake, "grow", lambda *said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring(lake, tmp_path / "in", FEED)
    before = cases(lake)
    bring(lake, tmp_path / "in", FEED)
    assert cases(lake).astype(str).equals(before.astype(str))
    assert lake.rows(dog_table()) == 2


def test_a_quarantine_of_fewer_columns_learns_the_new_ones(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path / "lake")
    narrow = replace(quarantine.row, columns=quarantine.row.columns[:8])
    old = spark.sql(
        "select 'cat' source, 'f' file, 1L row, 'd' delivery, array('x') reasons, "
        "'c' content, 'o' owner, 'internal' grade"
    )
    lake.replace_part(narrow, old, "source", "cat")
    deliver(tmp_path / "in", 0)
    bring(lake, tmp_path / "in", FEED)
    found = lake.frame(quarantine.row).groupby("source")["due_on"].count().to_dict()
    assert found == {"cat": 0, "dog": 4}
