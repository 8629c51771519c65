"""A gzip file is told by its first bytes, read like the plain one and stopped before it floods."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats import packed as module
from lakehouse.store.formats.delivery import inspect_file, refuse_changed
from lakehouse.store.formats.packed import MIB, most_unpacked
from tests.examples import examples
from tests.store.parks import deliver, dog_feed, dogs, lines, read

GOOD = lines(dogs([1, 2]))
RECORDS = [{"Tag": "1", "Name": "Rex", "Seen": None}, {"Tag": "2", "Name": "Bo", "Seen": None}]
FEATURES = [{"type": "Feature", "properties": r, "geometry": None} for r in RECORDS]
CONTENT = {
    "csv": GOOD,
    "jsonl": "".join(json.dumps(r) + "\n" for r in RECORDS),
    "json": json.dumps(RECORDS),
    "geojson": json.dumps({"type": "FeatureCollection", "features": FEATURES}),
}
every_packable = pytest.mark.parametrize("form", CONTENT)


def zipped(text: str | bytes) -> bytes:
    return gzip.compress(text.encode() if isinstance(text, str) else text)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        act()
    assert caught.value.what.startswith("dog: parks/dog.csv ") and "Ask Parks" in caught.value.todo
    return caught.value.what


@every_packable
def test_packed_and_plain_are_the_same_delivery(form: str, tmp_path: Path) -> None:
    feed = dog_feed(format=form)
    plain, packed = (read(d, tmp_path, feed) for d in (CONTENT[form], zipped(CONTENT[form])))
    assert packed.rows == plain.rows and len(plain.rows) == 2
    assert packed.staged.delivery.hash == plain.staged.delivery.hash


def test_a_name_that_says_gzip_packs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "dog.csv.gz"
    file.write_text(GOOD)
    assert inspect_file(dog_feed(), file, tmp_path).hash == deliver(GOOD, tmp_path).hash


def test_a_packed_file_in_another_encoding_and_with_an_open_quote_is_read(tmp_path: Path) -> None:
    text = lines(["1,Zoë,2020-01-01", '2,"Bo,2020-01-01', "3,Al,2020-01-01"])
    found = read(zipped(text.encode("latin-1")), tmp_path, dog_feed(encoding="latin-1"))
    assert [c[1] for c in found.cells] == ["Zoë", "Al"]
    assert found.unsplit == {2: '2,"Bo,2020-01-01'}


def test_files_packed_one_behind_the_other_are_one(tmp_path: Path) -> None:
    assert read(zipped(GOOD) + zipped("3,Al,2020-01-01\n"), tmp_path).numbers == [1, 2, 3]


@every_packable
@pytest.mark.parametrize("where", [3, 20, -9, -1])
def test_a_packed_file_that_is_cut_off_is_refused(form: str, where: int, tmp_path: Path) -> None:
    data = zipped(CONTENT[form])[:where]
    said = refused(lambda: deliver(data, tmp_path, dog_feed(format=form)))
    assert said.endswith("cannot be unpacked (gzip): it is cut off.")


@pytest.mark.parametrize("where", [12, 30, -7, -2])
def test_a_packed_file_with_a_changed_byte_is_refused(where: int, tmp_path: Path) -> None:
    data = bytearray(zipped(GOOD))
    data[where] ^= 0xFF
    assert "cannot be unpacked (gzip)" in refused(lambda: deliver(bytes(data), tmp_path))


def test_what_is_packed_and_cut_off_inside_is_refused(tmp_path: Path) -> None:
    said = refused(lambda: read(zipped(GOOD[:-5]), tmp_path))
    assert "ends in the middle of a row" in said


def test_a_bomb_is_stopped_at_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ALWAYS", MIB)
    bomb = zipped(b"\0" * (20 * MIB))
    assert most_unpacked(dog_feed(), len(bomb)) < 20 * MIB
    said = refused(lambda: deliver(bomb, tmp_path))
    assert said.endswith("unpacks to more than 1 MiB.")
    monkeypatch.setattr(module, "ALWAYS", 20 * MIB)
    assert deliver(bomb, tmp_path).size == 20 * MIB


@pytest.mark.parametrize(
    ("form", "packed", "most"),
    [
        *(("csv", 10, 64), ("csv", 2 * MIB, 200), ("csv", 900 * MIB, 16_384)),
        *(("json", 2 * MIB, 200), ("json", 900 * MIB, 1024), ("xlsx", 900 * MIB, 1024)),
    ],
)
def test_the_limit_is_a_multiple_with_a_floor_and_a_ceiling(
    form: str, packed: int, most: int
) -> None:
    assert most_unpacked(dog_feed(format=form), packed) == most * MIB


def test_a_file_that_changed_while_it_was_read_is_refused(tmp_path: Path) -> None:
    delivery = deliver(GOOD, tmp_path)
    refuse_changed(delivery)
    delivery.path.write_text(GOOD + "3,Al,2020-01-01\n")
    assert refused_change(delivery.path, lambda: refuse_changed(delivery))
    delivery.path.unlink()
    assert refused_change(delivery.path, lambda: refuse_changed(delivery))


def test_a_file_that_went_away_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match=r"dog\.csv cannot be opened \(No such file"):
        inspect_file(dog_feed(), tmp_path / "dog.csv", tmp_path)


def refused_change(path: Path, act: Callable[[], object]) -> bool:
    with pytest.raises(DeliveryRefused) as caught:
        act()
    return "changed while it was being read" in caught.value.what and path.name in caught.value.what


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=200), st.integers(0, 9))
def test_whatever_was_packed_comes_back(data: bytes, level: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dog.csv"
        file.write_bytes(gzip.compress(data, level))
        with module.open_file(dog_feed(), file, "dog.csv") as stream:
            assert stream.read() == data
