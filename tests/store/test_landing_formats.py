"""Every format lands like CSV: half a file waits for its other half, a copy adds nothing."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.formats import reading
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import landed_rows
from lakehouse.store.landed.landing import Landed, land
from lakehouse.tables import quarantine
from lakehouse.transform.typed import good, typed
from tests.store.parks import dog_feed, dog_table, lines
from tests.store.workbook import DATE, Cell, workbook

pytestmark = pytest.mark.doors
NAMES = ("Tag", "Name", "Seen")
ROWS = [("1", "Rex", "2020-01-01"), ("2", "Zoë", "2020-01-02"), ("3", "Bo", "31.12.2019")]
SERIALS = {"2020-01-01": Cell(43831, style=DATE), "2020-01-02": Cell(43832, style=DATE)}


def records() -> list[dict[str, str]]:
    return [dict(zip(NAMES, row, strict=True)) for row in ROWS]


def as_csv() -> bytes:
    return lines(",".join(row) for row in ROWS).encode()


def as_parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records()), sink)
    return sink.getvalue()


def as_geojson() -> bytes:
    features = [{"type": "Feature", "properties": r, "geometry": None} for r in records()]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def as_jsonl() -> bytes:
    return "".join(json.dumps(r) + "\n" for r in records()).encode()


def as_json() -> bytes:
    return json.dumps(records()).encode()


def as_xlsx() -> bytes:
    cells = [[int(tag), name, SERIALS.get(day, day)] for tag, name, day in ROWS]
    return workbook(list(NAMES), *cells)


WRITERS: dict[str, Callable[[], bytes]] = {
    "csv": as_csv,
    "parquet": as_parquet,
    "geojson": as_geojson,
    "jsonl": as_jsonl,
    "json": as_json,
    "xlsx": as_xlsx,
    "csv packed": lambda: gzip.compress(as_csv()),
    "xlsx packed": lambda: gzip.compress(as_xlsx()),
}


@dataclass
class Told:
    """What each landing of one format said, and what the table held after it."""

    feed: Feed
    landed: list[Landed] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    held: list[list[tuple[int, list[str]]]] = field(default_factory=list)


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(spark, tmp_path_factory.mktemp("formats"))


@pytest.fixture(scope="module", params=WRITERS)
def told(request: pytest.FixtureRequest, lake: Lake, tmp_path_factory: Any) -> Told:
    """Half the file, the whole of it in place, then two copies under other names."""
    form, folder = request.param.split()[0], tmp_path_factory.mktemp("in")
    name = f"dog_{request.param.replace(' ', '_')}"
    feed = dog_feed(name=name, format=form, fills=f"city.{name}", refuse_over=0.5)
    table, whole = dog_table(feed.fills), WRITERS[request.param]()
    said = Told(feed)
    (folder / "parks").mkdir()
    for copies, data in (((), whole[: len(whole) // 2 + 1]), ((), whole), (("b", "c"), whole)):
        for copy in ("", *copies):
            (folder / "parks" / f"dog{copy}.csv").write_bytes(data)
        landed = land(feed, folder, lake, "run")
        if landed.rows:
            refresh(lake, feed, table, {}, "run", landed.counted)
        said.landed.append(landed)
        rows = lake.frame(table) if lake.exists(table) else None
        said.tables.append(
            {} if rows is None else dict(zip(rows["tag"], rows["name"], strict=True))
        )
        held = lake.frame(quarantine.row) if lake.exists(quarantine.row) else None
        mine = [] if held is None else held[held["source"] == name][["row", "reasons"]].to_numpy()
        said.held.append([(int(n), list(why)) for n, why in mine])
    return said


def test_half_a_file_is_refused_and_nothing_of_it_stays(told: Told, lake: Lake) -> None:
    half = told.landed[0]
    assert (half.rows, half.files, len(half.refused)) == (0, (), 1)
    assert half.refused[0].what.startswith(f"{told.feed.name}: parks/dog.csv ")
    assert told.tables[0] == {} and told.held[0] == []


def test_the_completed_file_lands_with_its_broken_row_held_back(told: Told) -> None:
    assert (told.landed[1].rows, told.landed[1].files) == (3, ("parks/dog.csv",))
    assert not told.landed[1].refused
    # A GeoJSON feature always has a geometry, of which this contract says nothing.
    new = [text for text in told.landed[1].notices if "new column geometry" not in text]
    assert not new and bool(told.landed[1].notices) is (told.feed.format == "geojson")
    assert told.tables[1] == {"1": "Rex", "2": "Zoë"}
    assert told.held[1] == [(3, ["Seen is not a date (yyyy-MM-dd)"])]


def test_the_same_file_under_other_names_adds_nothing(told: Told) -> None:
    assert (told.landed[2].rows, told.landed[2].files, told.landed[2].refused) == (0, (), ())
    assert told.tables[2] == told.tables[1] and told.held[2] == told.held[1]


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / "parks").mkdir(exist_ok=True)
    (folder / "parks" / name).write_bytes(data)


@pytest.mark.parametrize("repeats", [False, True])
def test_a_file_cut_between_two_rows_is_made_good_by_the_whole_one(
    repeats: bool, lake: Lake, tmp_path: Path
) -> None:
    """Nothing shows that it is half a file: both land, and each row counts once."""
    name = f"dog_half_{repeats}".lower()
    by = () if repeats else ("tag",)
    feed = dog_feed(name=name, fills=f"city.{name}", repeats=repeats, identity=by)
    body = ["1,Rex,2020-01-01", "1,Rex,2020-01-01", "2,Bo,2020-01-02"]
    body = body if repeats else body[1:]
    for data in (lines(body[:-1]), lines(body)):
        put(tmp_path, "dog.csv", data.encode())
        assert not land(feed, tmp_path, lake, "run").refused
    assert lake.rows(feed.landed) == 2 * len(body) - 1
    rows = good(typed(landed_rows(lake, feed), feed), feed).collect()
    assert sorted(r["tag"] for r in rows) == (["1", "1", "2"] if repeats else ["1", "2"])


def test_three_copies_packed_and_plain_land_once(lake: Lake, tmp_path: Path) -> None:
    feed = dog_feed(name="dog_thrice", refuse_over=0.5)
    for name, data in (
        ("dog_a", as_csv()),
        ("dog_b", gzip.compress(as_csv())),
        ("dog_c", as_csv()),
    ):
        put(tmp_path, f"{name}.csv", data)
    landed = land(feed, tmp_path, lake, "run")
    assert (landed.rows, landed.files) == (3, ("parks/dog_a.csv",))


def test_a_file_that_is_completed_while_it_is_read_waits(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = dog_feed(name="dog_growing", format="jsonl", refuse_over=0.5)
    whole, read = as_jsonl(), reading.line_rows

    def growing(*said: Any) -> Any:
        yield from read(*said)
        put(tmp_path, "dog.csv", whole)

    put(tmp_path, "dog.csv", whole[: whole.index(b"\n") + 1])
    monkeypatch.setattr(reading, "line_rows", growing)
    (error,) = land(feed, tmp_path, lake, "first").refused
    assert "parks/dog.csv changed while it was being read" in error.what
    assert not lake.exists(feed.landed)
    assert not list((lake.root / "_staging" / feed.name).rglob("*.parquet"))
    monkeypatch.undo()
    assert land(feed, tmp_path, lake, "second").rows == 3
