"""What is new since the newest row that landed: none lost, none landed twice, whatever happens."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from lakehouse.declare.feed import FeedColumn
from lakehouse.store.database import watermark
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import landed_rows
from lakehouse.store.landed.landing import land
from lakehouse.transform.typed import good, typed
from tests.store.database.permits import Office

NEW = "INSERT INTO permit VALUES (6, 'New', '2026-01-01 10:06:00+00')"


def test_rows_come_once_and_those_of_the_newest_moment_are_not_lost(office: Office) -> None:
    office.fetch()
    office.land()
    assert office.fetch().file is None
    office.server.sql("INSERT INTO permit VALUES (50, 'Same moment', '2026-01-01 10:05:00+00')")
    assert office.fetch().rows == 2 and office.ids() == [5, 50]
    office.land()
    assert office.fetch().file is None
    office.server.sql(
        NEW + "; UPDATE permit SET changed_at = '2026-01-01 10:06:00.5Z' WHERE id = 1"
    )
    office.fetch()
    assert office.ids() == [5, 50, 6, 1]
    office.land()
    assert office.fetch().file is None and len(office.files()) == 3


def test_a_row_changed_in_place_at_the_newest_moment_is_new(office: Office) -> None:
    office.fetch()
    office.land()
    office.server.sql("UPDATE permit SET street = 'Elsewhere' WHERE id = 5")
    assert office.fetch().rows == 1 and office.rows()[0]["street"] == "Elsewhere"


def test_what_did_not_land_comes_again(office: Office) -> None:
    """Where since got to is read from the lake: a lost or refused file is not skipped."""
    office.fetch()
    office.land()
    office.server.sql(NEW)
    office.fetch()
    office.files()[-1].unlink()
    assert office.fetch().rows == 2 and office.ids() == [5, 6]


def test_fetched_twice_before_landing_it_lands_once(office: Office) -> None:
    assert office.fetch().rows == 5 and office.fetch().file is None
    office.server.sql(NEW)
    assert office.fetch().rows == 6
    office.land()
    assert office.fetch().file is None


@pytest.mark.parametrize("left", ["body", "last"])
def test_a_fetch_that_was_killed_loses_and_repeats_nothing(
    office: Office, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the file had its name, and before it was remembered."""
    office.fetch()
    office.land()
    office.server.sql(NEW)
    hidden = office.root / "services" / ".permit.fetch"
    if left == "body":
        (hidden / ".body").write_text("id,street,changed_at\n6,Ne")
        (hidden / f"{'0' * 64}.parquet").write_text("half")
    else:
        before = (hidden / ".last").read_bytes()
        office.fetch()
        (hidden / ".last").write_bytes(before)
    office.fetch()
    assert office.ids() == [5, 6] and {p.name for p in hidden.iterdir()} == {".last", ".lock"}
    office.land()
    assert office.fetch().file is None
    contents = {p.read_bytes() for p in office.files()}
    assert len(contents) == 2  # the same content under another name lands once


def test_a_row_that_was_committed_late_comes_with_the_overlap(office: Office) -> None:
    entry = office.entry(overlap=120)
    office.fetch(entry)
    office.land()
    office.server.sql("INSERT INTO permit VALUES (44, 'Late', '2026-01-01 10:03:30+00')")
    assert office.fetch(office.entry(overlap=0)).file is None
    office.fetch(entry)
    assert office.ids() == [3, 44, 4, 5]
    office.land()
    assert office.fetch(entry).file is None


def test_rows_without_a_moment_are_not_lost(office: Office) -> None:
    office.server.sql("UPDATE permit SET changed_at = NULL WHERE id = 2")
    office.server.sql("UPDATE permit SET changed_at = 'infinity' WHERE id = 3")
    office.fetch()
    office.land()
    assert office.fetch().file is None
    office.server.sql("INSERT INTO permit VALUES (7, 'No moment', NULL)")
    assert office.fetch().rows == 4 and sorted(office.ids()) == [2, 3, 5, 7]
    office.land()
    assert office.fetch().file is None


WIDTHS = ["int", *(pytest.param(k, marks=pytest.mark.whole) for k in ("bigint", "smallint"))]


@pytest.mark.parametrize("kind", WIDTHS)
def test_a_number_can_say_what_is_new(office: Office, kind: str) -> None:
    """Nine and ten: as texts they would sort the other way."""
    office.server.sql(f"ALTER TABLE permit ALTER id TYPE {kind}; UPDATE permit SET id = id + 5")
    entry = office.entry(since="id", overlap=1)
    office.fetch(entry)
    office.land()
    assert office.fetch(entry).file is None
    office.server.sql("INSERT INTO permit VALUES (11, 'Next', NULL)")
    office.fetch(entry)
    assert office.ids() == [9, 10, 11]


def test_a_day_can_say_what_is_new(office: Office) -> None:
    office.server.sql(
        "ALTER TABLE permit ALTER changed_at TYPE date USING '2026-02-01'::date + id::int"
    )
    tag, street, changed = office.feed.columns
    columns = (tag, street, replace(changed, type="date", format=None))
    office.feed = replace(office.feed, columns=columns)
    office.fetch()
    office.land()
    office.server.sql("INSERT INTO permit VALUES (6, 'Same day', '2026-02-06')")
    office.fetch()
    assert office.ids() == [5, 6]


def test_all_comes_again_when_asked(office: Office) -> None:
    office.fetch()
    office.land()
    assert office.fetch(again=True).rows == 5


def test_a_new_column_is_new(office: Office) -> None:
    office.fetch()
    office.land()
    office.server.sql("ALTER TABLE permit ADD note text DEFAULT 'x'")
    assert office.fetch().rows == 1 and office.rows()[0]["note"] == "x"
    office.land()
    assert office.fetch().file is None


def test_without_since_a_table_comes_whole_and_only_when_it_changed(office: Office) -> None:
    whole = office.entry(since="")
    office.fetch(whole)
    assert office.fetch(whole).file is None
    office.server.sql("DELETE FROM permit WHERE id = 3")
    assert office.fetch(whole).rows == 4 and office.ids() == [1, 2, 4, 5]


MOMENT = FeedColumn("at", "at", "timestamp", "When.")
NUMBER = FeedColumn("n", "n", "bigint", "How many.")


@given(st.lists(st.datetimes(), min_size=1))
def test_the_largest_moment_is_found_as_postgresql_spells_it(moments: list[datetime]) -> None:
    """It leaves out the zeros that a fraction ends with."""
    spelt = [str(m).rstrip("0") if m.microsecond else str(m) for m in moments]
    texts = pa.array([*(f"{s}+00" for s in spelt), "infinity", "", "0044-03-15 00:00:00 BC"])
    newest = spelt[moments.index(max(moments))]
    assert watermark.largest(MOMENT, texts) == f"{newest}+00"
    assert watermark.largest(MOMENT, texts[-3:]) is None


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_the_largest_number_is_found(numbers: list[int]) -> None:
    texts = pa.array([*map(str, numbers), "", "x", None], pa.string())
    assert watermark.largest(NUMBER, texts) == (str(max(numbers)) if numbers else None)


@pytest.mark.doors
def test_what_was_fetched_lands_typed_and_nothing_new_lands_nothing(
    office: Office, spark: SparkSession
) -> None:
    lake = Lake(spark, office.lake)
    office.server.sql("UPDATE permit SET changed_at = '2026-01-01 10:05:30.25+00' WHERE id = 2")
    office.server.sql(r"UPDATE permit SET street = E'two\nlines' WHERE id = 3")
    office.fetch()
    assert land(office.feed, office.root, lake, "first").rows == 5
    assert office.fetch().file is None
    office.server.sql(NEW + "; UPDATE permit SET street = 'Moved' WHERE id = 2")
    assert office.fetch().rows == 2
    os.replace(office.files()[0], office.root / "services" / "permit_again.csv")
    assert land(office.feed, office.root, lake, "second").rows == 2
    assert office.fetch().file is None and land(office.feed, office.root, lake, "third").rows == 0
    rows = good(typed(landed_rows(lake, office.feed), office.feed), office.feed, 2).collect()
    said = {r["permit_id"]: (r["street"], f"{r['changed_at']}") for r in rows}
    assert said[2] == ("Moved", "2026-01-01 10:05:30.250000")
    assert said[3][0] == "two\nlines" and len(said) == len(rows) == 6


def test_of_two_numbers_the_larger_counts_and_none_is_smaller_than_any() -> None:
    assert watermark.larger(NUMBER, "9", "10") == watermark.larger(NUMBER, "10", None) == "10"
    assert watermark.larger(NUMBER, None, None) is None


def test_the_lake_is_asked_at_its_path_alone(tmp_path: Path, office: Office) -> None:
    assert watermark.landed(tmp_path, office.feed, office.feed.columns[2]) is None
