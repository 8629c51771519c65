"""A year of the parks department: files repeated, cut off, mended, broken and widened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare import Column
from lakehouse.declare.feed import FeedColumn
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import landed_rows
from lakehouse.store.landed.landing import land
from lakehouse.tables import governance, quarantine
from lakehouse.transform.typed import good, typed
from tests.store.parks import COLUMNS, HEADER, dog_feed, dog_table, dogs, lines
from tests.store.town import FEED, TABLE, Moment, Town

pytestmark = pytest.mark.doors

CHIP = FeedColumn("Chip No", "chip", "bigint", "Number of its chip.")
LEARNT = dog_feed(columns=(*COLUMNS, CHIP))
LEARNT_TABLE = dog_table(more=(Column("chip", "bigint", "Number of its chip."),))
MANY_BAD = lines([*dogs(range(900, 904)), *(f"{n},Bad,31.12.2019" for n in range(904, 910))])


@pytest.fixture(scope="module")
def town(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Town:
    root = tmp_path_factory.mktemp("town")
    return Town(Lake(spark, root / "lake"), root / "in")


@pytest.fixture(scope="module")
def year(town: Town) -> dict[str, Moment]:
    first = [*dogs(range(1, 21)), "21,Bad,32.13.2019", "22,Short", "3,Again,2020-01-31"]
    town.put("dog_01.csv", lines(first))
    town.land("first", replace(FEED, refuse_over=0.2))
    town.land("again", replace(FEED, refuse_over=0.2))
    town.put("dog_01_copy.csv", lines(first))
    town.land("renamed", replace(FEED, refuse_over=0.2))
    town.put("dog_02.csv", lines(["1,Newer,2020-02-01", *dogs([30, 31])])[:-5])
    town.put("dog_03.csv", MANY_BAD)
    town.land("damaged", replace(FEED, refuse_over=0.2))
    town.put("dog_02.csv", lines(["1,Newer,2020-02-01", *dogs([30, 31])]))
    town.land("completed", replace(FEED, refuse_over=0.2))
    town.put(
        "dog_04.csv", lines(["40,Ada,2020-03-01,77", "41,Eve,2020-03-01,"], f"{HEADER},Chip No")
    )
    town.land("chipped", replace(FEED, refuse_over=0.2))
    town.put("dog_05.csv", lines(["50,Kim,88,2020-04-01"], "Tag,Name,Chip No,Seen"))
    town.land("learnt", replace(LEARNT, refuse_over=0.2), LEARNT_TABLE)
    return town.moments


def test_a_delivery_is_landed_whole_and_its_good_rows_fill_the_table(
    year: dict[str, Moment],
) -> None:
    first = year["first"]
    assert (first.landed.rows, first.landed.files) == (23, ("parks/dog_01.csv",))
    assert not first.landed.refused and not first.landed.notices
    assert first.names == {str(n): f"Rex {n}" for n in range(1, 21)}
    assert first.written is not None
    assert (first.written.rows, first.written.quarantined) == (20, 3)


def test_landed_rows_say_where_they_came_from(year: dict[str, Moment]) -> None:
    rows = year["first"].of(FEED.landed).sort_values("_row")
    assert rows["_row"].tolist() == list(range(1, 24))
    assert set(rows["_file"]) == {"parks/dog_01.csv"} and set(rows["_run"]) == {"first"}
    assert set(rows["_sequence"]) == {1} and rows["_landed_at"].notna().all()
    assert rows["_delivery"].str.fullmatch("[0-9a-f]{64}").all()
    assert rows["_raw"].dropna().tolist() == ["22,Short"]
    dog = year["first"].of(TABLE).set_index("tag").loc["7"]
    assert (dog["_file"], dog["_row"]) == ("parks/dog_01.csv", 7)
    assert dog["seen_on"] == dog["known_at"] == date(2020, 1, 8)


def test_broken_rows_are_held_with_file_row_reasons_and_content(year: dict[str, Moment]) -> None:
    held = year["first"].of(quarantine.row).set_index("row").sort_index()
    assert set(held["source"]) == {"dog"} and set(held["file"]) == {"parks/dog_01.csv"}
    assert set(held["delivery"]) == set(year["first"].of(FEED.landed)["_delivery"])
    assert {n: list(r) for n, r in held["reasons"].items()} == {
        21: ["Seen is not a date (yyyy-MM-dd)"],
        22: ["the row cannot be split into the fields of the header"],
        23: ["its key stands in a good row of this delivery before"],
    }
    assert json.loads(held["content"][21]) == {"tag": "21", "name": "Bad", "seen_on": "32.13.2019"}
    assert held["content"][22] == "22,Short"
    assert set(held["owner"]) == {"Parks"} and set(held["grade"]) == {"internal"}


@pytest.mark.parametrize("moment", ["again", "renamed", "damaged"])
def test_nothing_stored_changes_when_nothing_new_is_good(
    year: dict[str, Moment], moment: str
) -> None:
    """The same file again, the same under another name, and then two that are refused."""
    assert year[moment].written is None and year[moment].landed.rows == 0
    assert year[moment].versions == year["first"].versions
    assert year[moment].hashes == year["first"].hashes


def test_a_half_copied_file_is_refused_by_name(year: dict[str, Moment]) -> None:
    said = [str(e) for e in year["damaged"].landed.refused]
    assert len(said) == 2
    assert "parks/dog_02.csv is cut off" in said[0] and "Ask Parks" in said[0]


def test_a_mostly_broken_file_is_refused_with_its_column_and_no_value(
    year: dict[str, Moment],
) -> None:
    said = str(year["damaged"].landed.refused[1])
    assert "parks/dog_03.csv breaks its contract in 6 of 10 rows" in said
    assert "Seen is not a date (yyyy-MM-dd) (6 rows)" in said
    assert "Ask Parks" in said and "town/dog.odcs.yaml" in said
    assert "31.12.2019" not in said and "Bad" not in said


def test_the_completed_file_lands_while_the_broken_one_stays_refused(
    year: dict[str, Moment],
) -> None:
    landed = year["completed"].landed
    assert (landed.files, landed.rows) == (("parks/dog_02.csv",), 3)
    assert ["dog_03.csv" in str(e) for e in landed.refused] == [True]


def test_a_later_file_adds_rows_and_its_version_of_a_key_wins(year: dict[str, Moment]) -> None:
    names = year["completed"].names
    assert names == year["first"].names | {"1": "Newer", "30": "Rex 30", "31": "Rex 31"}
    rows = year["completed"].of(FEED.landed)
    assert len(rows) == 26 and set(rows["_sequence"]) == {1, 2}
    kept = year["first"].of(FEED.landed)
    assert kept["_delivery"].isin(rows["_delivery"]).all()
    assert set(rows[rows["_sequence"] == 1]["_run"]) == {"first"}


def test_a_new_column_is_told_and_kept_but_goes_no_further(year: dict[str, Moment]) -> None:
    chipped = year["chipped"]
    (notice,) = chipped.landed.notices
    for word in ("dog", "parks/dog_04.csv", "Chip No", "_more", "town/dog.odcs.yaml"):
        assert word in notice
    more = chipped.of(FEED.landed).set_index("tag")["_more"]
    assert json.loads(more["40"]) == {"Chip No": "77"}
    assert more["1"] is None or more["1"].isna().all()
    assert chipped.names["40"] == "Ada" and "chip" not in chipped.of(TABLE).columns


def test_once_the_contract_knows_it_old_and_new_values_appear(year: dict[str, Moment]) -> None:
    learnt = year["learnt"]
    assert not learnt.landed.notices and learnt.landed.files == ("parks/dog_05.csv",)
    chips = learnt.of(LEARNT_TABLE).set_index("tag")["chip"].dropna()
    assert {tag: int(chip) for tag, chip in chips.items()} == {"40": 77, "50": 88}
    assert set(learnt.names) == set(year["chipped"].names) | {"50"}


@pytest.mark.parametrize("moment", ["first", "completed", "chipped", "learnt"])
def test_delivered_is_good_and_quarantined_for_every_delivery(
    year: dict[str, Moment], moment: str
) -> None:
    now = year[moment]
    rows = now.of(FEED.landed).groupby("_delivery").size().to_dict()
    held = now.of(quarantine.row).groupby("delivery").size().to_dict()
    assert len(now.balance) == len(rows)
    for row in now.balance:
        assert set(row) == {*governance.delivery.column_names, "waiting", "flagged"}
        assert row["delivered"] == row["good"] + row["quarantined"] == rows[row["delivery"]]
        assert row["quarantined"] == held.get(row["delivery"], 0)
    assert sum(rows.values()) == sum(row["delivered"] for row in now.balance)


def test_the_balance_names_each_delivery_in_its_order(year: dict[str, Moment]) -> None:
    found = [(r["sequence"], r["file"], r["run"], r["good"]) for r in year["learnt"].balance]
    assert found == [
        (1, "parks/dog_01.csv", "first", 20),
        (2, "parks/dog_02.csv", "completed", 3),
        (3, "parks/dog_04.csv", "chipped", 2),
        (4, "parks/dog_05.csv", "learnt", 1),
    ]


def test_a_changed_contract_is_applied_to_what_landed_before(
    town: Town, year: dict[str, Moment]
) -> None:
    """Reads only: the last file's dogs are too new for a contract with one more rule."""
    strict = replace(LEARNT, rules=(("seen too late", "seen_on < date'2020-03-01'"),))
    rows = good(typed(landed_rows(town.lake, strict), strict), strict)
    assert {r["tag"] for r in rows.collect()} == set(year["completed"].names)


def test_files_that_were_cleared_away_stay_landed(
    town: Town, year: dict[str, Moment], tmp_path: Path
) -> None:
    before = town.lake.version(FEED.landed)
    assert year and land(FEED, tmp_path, town.lake, "run").rows == 0
    assert town.lake.version(FEED.landed) == before


def test_nothing_is_left_of_the_staging(town: Town, year: dict[str, Moment]) -> None:
    assert year and not [
        p for p in (town.lake.root / "_staging" / FEED.name).rglob("*") if p.is_file()
    ]
