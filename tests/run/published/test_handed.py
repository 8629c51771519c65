"""The files that are handed out are in order, and harmless in a spreadsheet."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from lakehouse.declare import Table
from lakehouse.run.harmless_text import as_written
from lakehouse.run.published.handed import Handing, entry, export, harmless, ordered
from tests.drawn_result import KNOWN_AT, PLACE, RANK, SEEN_ON, TAGS, VALUE, drawn_result

LISTED = Table("risk.listed", "One row per place.", ("place",), (PLACE, RANK))


def test_the_list_is_in_order_of_rank_and_the_others_come_last_by_key() -> None:
    frame = pd.DataFrame({"place": ["d", "a", "c", "b"], "rank": [2.0, None, 1.0, None]})
    assert ordered(frame, LISTED)["place"].tolist() == ["c", "d", "a", "b"]


def test_a_table_without_ranks_is_in_order_of_its_key() -> None:
    frame = pd.DataFrame({"place": ["b", "a"]})
    assert ordered(frame, LISTED)["place"].tolist() == ["a", "b"]


RISKY = ["=1+1", "+1", "-1", "@sum", "\tx", "\n=1", "=cmd|' /C calc'!A0", "\uff1d1+1", "\uff20x"]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    for kind in ("object", "string"):
        frame = pd.DataFrame({"name": pd.Series([text, None, "1-2"], dtype=kind)})
        assert harmless(frame)["name"].tolist()[0] == f"'{text}"
        assert harmless(frame)["name"].tolist()[2] == "1-2"


def test_other_text_and_numbers_stay_as_they_are() -> None:
    frame = pd.DataFrame({"name": ["Café = Bar", None, "1-2"], "degrees": [-1.5, 0.0, 2.0]})
    pd.testing.assert_frame_equal(harmless(frame), frame)


def test_text_that_begins_with_a_carriage_return_is_quoted_too() -> None:
    assert harmless(pd.DataFrame({"name": ["\r=1+1"]}))["name"].tolist() == ["'\r=1+1"]


def test_text_that_looks_quoted_already_comes_back_as_it_was() -> None:
    frame = pd.DataFrame({"name": ["'=1", "=1", "'t Hooft", 3, None]}, dtype=object)
    quoted = harmless(frame)["name"].tolist()
    assert quoted == ["''=1", "'=1", "'t Hooft", 3, None]
    assert [as_written(text) for text in quoted[:3]] == frame["name"].tolist()[:3]


def test_the_frame_that_is_handed_in_is_not_changed() -> None:
    frame = pd.DataFrame({"name": ["=1"]})
    harmless(frame)
    assert frame["name"].tolist() == ["=1"]


def test_a_file_is_entered_with_hash_size_and_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x\n1\n")
    digest = hashlib.sha256(b"x\n1\n").hexdigest()
    assert entry(file, 1) == {"name": "a.csv", "sha256": digest, "bytes": 4, "rows": 1}


def test_files_hold_the_declared_types_beside_missing_values(tmp_path: Path) -> None:
    table = drawn_result("places", PLACE, RANK, VALUE, SEEN_ON, KNOWN_AT, TAGS)
    nothing: dict[str, list[None]] = {n: [None, None] for n in ("seen_on", "known_at", "tags")}
    frame = pd.DataFrame({"place": ["a", "b"], "rank": [1.0, None], "value": [0.5, None]} | nothing)
    export(frame, table, tmp_path, Handing("r", "Delft", "Open data."))
    csv = (tmp_path / "places.csv").read_text("utf-8").splitlines()
    assert csv[1:] == ["a,1,0.5,,,", "b,,,,,"]
    types = pq.read_schema(tmp_path / "places.parquet")
    assert types.field("rank").type == pa.int32() and types.field("value").type == pa.float64()
    assert types.field("seen_on").type == pa.date32() and types.field("tags").type != pa.null()
    assert types.field("known_at").type == pa.timestamp("us", tz="UTC")
    assert pq.read_table(tmp_path / "places.parquet")["rank"].to_pylist() == [1, None]


def test_every_result_is_a_delta_table_of_its_own_the_same_bytes_each_time(tmp_path: Path) -> None:
    table = drawn_result("places", PLACE, RANK, KNOWN_AT, TAGS)
    none: dict[str, list[None]] = {"known_at": [None] * 3, "tags": [None] * 3}
    frame = pd.DataFrame({"place": ["a", "b", "c"], "rank": [1.0, 2.0, None]} | none)
    once, twice, empty = (tmp_path / name for name in ("once", "twice", "empty"))
    for folder in (once, twice, empty):
        folder.mkdir()
        rows = frame.head(0) if folder is empty else frame
        entries = export(rows, table, folder, Handing("r", "Delft", "Open data."))
        assert {e["name"] for e in entries} == {
            p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()
        }
    read = DeltaTable(once / "delta/places").to_pyarrow_table()
    assert read.schema.field("rank").type == pa.int32() and read.num_rows == 3
    assert read["rank"].to_pylist() == [1, 2, None]
    assert DeltaTable(empty / "delta/places").to_pyarrow_table().num_rows == 0
    for file in (p for p in once.rglob("*") if p.is_file()):
        assert file.read_bytes() == (twice / file.relative_to(once)).read_bytes()
