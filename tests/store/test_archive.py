"""A member of a GTFS zip is read as CSV; what is unsound in a zip is refused with a reason."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.formats import archive, packed
from lakehouse.store.formats.delivery import Delivery, inspect_file, refuse_damaged
from lakehouse.store.formats.reading import stage
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from tests.examples import examples
from tests.store.transit import STOPS, TEXTS, gtfs, route_feed, stop_feed, transit_stop

GOOD = gtfs()


def look(data: bytes, folder: Path, feed: Feed | None = None) -> Delivery:
    file = folder / "transit" / "town.zip"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return inspect_file(feed or stop_feed(), file, folder)


def rows(data: bytes, folder: Path, feed: Feed | None = None) -> int:
    delivery = look(data, folder, feed)
    refuse_damaged(delivery)
    return stage(delivery, folder / "staging").rows


def refused(data: bytes, folder: Path, feed: Feed | None = None) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        rows(data, folder, feed)
    assert caught.value.what.startswith("stop: transit/town.zip ") and caught.value.todo
    return caught.value.what


@pytest.mark.parametrize("method", [0, 8, 12, 14], ids=["stored", "deflate", "bzip2", "lzma"])
def test_every_row_of_the_member_is_read(method: int, tmp_path: Path) -> None:
    assert rows(gtfs(method=method), tmp_path) == 3
    assert rows(gtfs(), tmp_path, route_feed()) == 1
    assert rows(gzip.compress(gtfs(method=method)), tmp_path) == 3


def test_what_is_new_is_decided_by_the_member_alone(tmp_path: Path) -> None:
    first = look(GOOD, tmp_path).hash
    assert look(gtfs({"routes.txt": "route_id\nR9\n"}, method=0), tmp_path).hash == first
    assert look(gtfs({"stops.txt": STOPS.replace("P2", "P3")}), tmp_path).hash != first


def test_a_member_that_lacks_is_named_with_what_there_is(tmp_path: Path) -> None:
    said = refused(gtfs({"stops.txt": None, "stop.txt": "x"}), tmp_path)
    assert "has no member stops.txt (did you mean stop.txt?)" in said and "agency.txt" in said
    said = refused(gtfs({"stops.txt": None, "feed/stops.txt": STOPS}), tmp_path)
    assert "(is it feed/stops.txt?)" in said
    assert "it has none" in refused(gtfs(dict.fromkeys(TEXTS)), tmp_path)


@pytest.mark.parametrize("name", ["../stops.txt", "/stops.txt", "..\\stops.txt", "stops.txt/"])
def test_a_path_in_a_member_leads_nowhere(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    assert "has no member" in refused(gtfs({"stops.txt": None, name: STOPS}), folder)
    assert rows(gtfs({name: "not read"}), folder) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["data"]
    assert {p.name for p in folder.iterdir()} == {"transit", "staging"}


def test_a_name_in_a_zip_cannot_write_to_a_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in refused(gtfs({"stops.txt": None, "\x1b[2Jstops.txt": "x"}), tmp_path)


def test_a_member_that_stands_twice_is_refused(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as parts, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts.writestr("stops.txt", STOPS)
        parts.writestr("stops.txt", STOPS.replace("P2", "P3"))
    assert "has stops.txt 2 times" in refused(sink.getvalue(), tmp_path)


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(gtfs({"agency.txt": None}))
    data[6] |= 1
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert "locked by a password" in refused(bytes(data), tmp_path)


@pytest.mark.parametrize("inner", [GOOD, packed.MAGIC + b"\x08\0"], ids=["zip", "gzip"])
def test_a_member_that_is_packed_once_more_is_refused(inner: bytes, tmp_path: Path) -> None:
    assert "packed once more" in refused(gtfs({"stops.txt": inner}), tmp_path)


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "ALWAYS", 1 << 20)
    bomb = gtfs({"stops.txt": STOPS + "\n" * (8 << 20)})
    assert len(bomb) < 20_000 and "unpacks to more than 1 MiB" in refused(bomb, tmp_path)


def test_a_member_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    place = data.index(b"stops.txt", data.index(b"PK\x01\x02")) - 46
    data[place + 24 : place + 28] = struct.pack("<I", 40)
    assert "damaged" in refused(bytes(data), tmp_path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    assert "has 6 members" in refused(GOOD, tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK", b"stop_id\n1\n", GOOD[:-30], GOOD[:300]])
def test_what_is_no_whole_zip_is_refused(data: bytes, tmp_path: Path) -> None:
    assert "damaged" in refused(data, tmp_path)


@settings(
    max_examples=examples(300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    place=st.integers(0, len(GOOD) - 1),
    other=st.binary(min_size=1, max_size=4),
    cut=st.integers(0, len(GOOD)),
)
def test_any_damage_is_refused_or_harmless(
    place: int, other: bytes, cut: int, tmp_path: Path
) -> None:
    data = GOOD[:place] + other + GOOD[place + len(other) :]
    for each in (data, data[:cut]):
        try:
            assert rows(each, tmp_path) == 3
        except DeliveryRefused as error:
            assert "town.zip" in error.what


@pytest.mark.doors
def test_two_feeds_of_one_zip_land_and_fill_the_vocabulary(
    spark: SparkSession, tmp_path: Path
) -> None:
    folder, lake = tmp_path / "in", Lake(spark, tmp_path / "lake")
    (folder / "transit").mkdir(parents=True)
    file = folder / "transit" / "winter.zip"
    file.write_bytes(GOOD)
    landed = land(stop_feed(), folder, lake, "r")
    assert (landed.rows, land(route_feed(), folder, lake, "r").rows) == (3, 1)
    refresh(lake, stop_feed(), transit_stop, {}, "r", landed.counted)
    stops: list[Any] = lake.frame(transit_stop).sort_values("stop_id").values.tolist()
    assert [row[:6] for row in stops] == [
        ["P1", "11", "Main Platform 1", "stop", "S1", None],
        ["P2", "12", "Müllerstraße", "stop", None, False],
        ["S1", None, "Main, Central", "station", None, True],
    ]
    # The next timetable changes routes alone.
    summer = gtfs({"routes.txt": TEXTS["routes.txt"] + "R2,1,20,3\n"})
    (folder / "transit" / "summer.zip").write_bytes(summer)
    assert land(stop_feed(), folder, lake, "s").rows == 0
    assert land(route_feed(), folder, lake, "s").rows == 2
