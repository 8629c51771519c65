"""A row that refers to a row of another table waits until that is there, and enters once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare import Column, Table
from lakehouse.declare.errors import PlanError
from lakehouse.declare.reference import Reference
from lakehouse.run.feeds import refresh as refreshing
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.contract.referred import referred
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import Landed, land
from lakehouse.tables import quarantine
from lakehouse.transform.typed import valued
from tests.store.parks import dog_feed, dog_table, lines

pytestmark = pytest.mark.doors

LICENCE = Table(
    "city.licence",
    "One row per dog that has a licence.",
    key=("number",),
    columns=(
        Column("number", "int", "Its tag, as a number."),
        Column("granted_on", "date", "First day of the licence."),
    ),
)
REFERS = Reference(("tag",), LICENCE.name, ("number",), of=LICENCE)
FEED = dog_feed(references=(REFERS,), refuse_over=0.1)
# A rule over both tables: nobody sees a dog before it has its licence.
LATER = ("seen before its licence", "seen_on >= licence.granted_on")
STRICT = replace(FEED, rules=(LATER,), references=(replace(REFERS, takes=("granted_on",)),))


def deliver(folder: Path, name: str, rows: list[str]) -> None:
    (folder / "parks").mkdir(parents=True, exist_ok=True)
    (folder / "parks" / f"dog_{name}.csv").write_text(lines(rows))


def license(lake: Lake, **granted: str) -> None:
    rows = [(int(tag.lstrip("n")), day) for tag, day in granted.items()]
    frame = lake.spark.createDataFrame(rows, "number int, day string")
    lake.write(LICENCE, frame.selectExpr("number", "cast(day as date) as granted_on"), {})


def bring(lake: Lake, folder: Path, feed: Any = FEED) -> Landed:
    landed = land(feed, folder, lake, "run")
    if lake.exists(feed.landed):
        refresh(lake, feed, dog_table(), {}, "run", landed.counted)
    return landed


def tags(lake: Lake) -> list[str]:
    return sorted(lake.frame(dog_table())["tag"])


def held(lake: Lake) -> dict[str, list[str]]:
    if not lake.exists(quarantine.row):
        return {}
    rows = lake.frame(quarantine.row)
    return {f"{r.file[-5]}:{r.row}": list(r.reasons) for r in rows.itertuples()}


UNKNOWN = "tag: not in city.licence"


def test_rows_wait_for_the_other_table_and_enter_once(spark: SparkSession, tmp_path: Path) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05", ",Ann,2020-01-05"])
    # Nothing is licensed yet, and a delivery is not refused for it; but one of three is broken
    # for good, which is too many.
    assert bring(lake, folder).refused
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05"])
    assert not bring(lake, folder).refused
    assert tags(lake) == [] and held(lake) == {"1:1": [UNKNOWN], "1:2": [UNKNOWN]}
    license(lake, n1="2020-01-01")
    bring(lake, folder)
    assert tags(lake) == ["1"] and held(lake) == {"1:2": [UNKNOWN]}
    license(lake, n1="2020-01-01", n2="2020-01-01", n7="2020-01-01")
    deliver(folder, "2", ["7,Kim,2020-02-05", "8,Bo,2020-02-05"])
    bring(lake, folder)
    assert tags(lake) == ["1", "2", "7"] and held(lake) == {"2:2": [UNKNOWN]}
    # A licence that goes takes its dog along: what is in the table is right today.
    license(lake, n2="2020-01-01", n7="2020-01-01")
    bring(lake, folder)
    assert tags(lake) == ["2", "7"] and held(lake) == {"1:1": [UNKNOWN], "2:2": [UNKNOWN]}


@pytest.mark.whole
def test_what_changes_no_verdict_makes_nothing_anew(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    license(lake, n1="2020-01-01")
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05"])
    bring(lake, folder)
    before = lake.version(dog_table())

    def never(*_: Any) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr(refreshing, "_whole", never)
    license(lake, n1="2019-01-01", n3="2020-01-01")
    bring(lake, folder)
    assert lake.version(dog_table()) == before
    # And a new delivery is added, though the other table has changed.
    deliver(folder, "2", ["3,Kim,2020-02-05"])
    license(lake, n1="2019-01-01", n3="2020-01-01", n4="2020-01-01")
    bring(lake, folder)
    assert tags(lake) == ["1", "3"]


def test_rules_name_columns_of_the_row_referred_to(spark: SparkSession, tmp_path: Path) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    license(lake, n1="2020-01-01", n2="2020-02-01")
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05", "3,Bo,2020-01-05"])
    bring(lake, folder, STRICT)
    assert tags(lake) == ["1"]
    assert held(lake) == {"1:2": ["seen before its licence"], "1:3": [UNKNOWN]}
    # The licence office corrects both days: the verdicts change places.
    license(lake, n1="2020-02-01", n2="2020-01-01")
    bring(lake, folder, STRICT)
    assert tags(lake) == ["2"]
    assert held(lake) == {"1:1": ["seen before its licence"], "1:3": [UNKNOWN]}


def test_a_warning_flags_and_a_critical_reference_refuses(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    license(lake, n1="2020-01-01")
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05"])
    critical = replace(FEED, references=(replace(REFERS, severity="critical"),))
    assert f"{UNKNOWN} (1 rows" in str(land(critical, folder, lake, "run").refused[0])
    soft = replace(FEED, references=(replace(REFERS, severity="warning"),))
    landed = bring(lake, folder, soft)
    assert tags(lake) == ["1", "2"] and f"{UNKNOWN}: 1 (flagged)" in landed.notices[0]


def test_the_rows_that_are_checked_are_read_once(spark: SparkSession, tmp_path: Path) -> None:
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "in"
    license(lake, n1="2020-01-01", n2="2020-02-01")
    deliver(folder, "1", ["1,Rex,2020-01-05", "2,Ada,2020-01-05"])
    bring(lake, folder, STRICT)
    rows = valued(lake.read(STRICT.landed), STRICT, referred(lake, STRICT))
    plan = rows._jdf.queryExecution().executedPlan().toString()
    # One scan of what is checked, and one of the other table, which goes to every worker.
    assert plan.count("FileScan") == 2 and "BroadcastHashJoin" in plan
    assert rows.where("licence.granted_on is not null").count() == 2


def test_a_table_nobody_names_is_a_mistake_of_the_contract(spark: SparkSession) -> None:
    lake = Lake(spark, Path("nowhere"))
    with pytest.raises(PlanError, match=r"refers to city\.licence"):
        valued(lake.empty(FEED.landed), FEED)
