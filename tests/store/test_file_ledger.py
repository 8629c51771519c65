"""A file that is as it was when it landed is not opened again; whatever may have changed is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.store.lake import Lake
from lakehouse.store.landed import file_ledger, incoming
from lakehouse.store.landed.landing import Landed, land
from lakehouse.store.landed.notices import notices_of
from tests.store.parks import dog_feed, lines

pytestmark = pytest.mark.doors

ADDS, WHOLE = dog_feed(), dog_feed(mode="snapshot", identity=())
A, B, C = (lines([f"{n},{name},2020-01-0{n}"]) for n, name in ((1, "Rex"), (2, "Ada"), (3, "Kim")))


@dataclass
class Landing:
    """A lake, the folder it is filled from, and the files that the last landing opened."""

    lake: Lake
    folder: Path
    opened: list[str]

    def put(self, name: str, text: str) -> Path:
        path = self.folder / "parks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def land(self, feed: Feed = ADDS) -> Landed:
        self.opened.clear()
        return land(feed, self.folder, self.lake, "run")

    def sequences(self, feed: Feed = ADDS) -> int:
        return len(self.lake.parts(feed.landed))


@pytest.fixture
def landing(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Landing:
    opened: list[str] = []
    inspect: Callable[..., Any] = incoming.inspect_file

    def watched(feed: Feed, path: Path, folder: Path) -> Any:
        opened.append(path.name)
        return inspect(feed, path, folder)

    monkeypatch.setattr(incoming, "inspect_file", watched)
    monkeypatch.setattr(file_ledger, "SETTLED", 0)
    return Landing(Lake(spark, tmp_path / "lake"), tmp_path / "in", opened)


def test_only_what_may_have_changed_is_opened_and_content_lands_once(landing: Landing) -> None:
    first = landing.put("dog_1.csv", A)
    landing.put("dog_2.csv", B[:-3])  # half copied
    assert landing.land().files == ("parks/dog_1.csv",)
    landing.land()
    # What was refused is looked at on every run, until it is whole.
    assert landing.opened == ["dog_2.csv"]
    landing.put("dog_2.csv", B)
    assert landing.land().files == ("parks/dog_2.csv",)
    assert landing.opened == ["dog_2.csv"]
    landing.land()
    assert landing.opened == []
    # The same under another name, with its times kept: opened once, and not landed.
    shutil.copy2(first, first.with_name("dog_3.csv"))
    assert landing.land().rows == 0 and landing.opened == ["dog_3.csv"]
    landing.land()
    assert landing.opened == [] and landing.sequences() == 2


def test_another_content_of_the_same_size_and_time_is_seen(landing: Landing) -> None:
    path = landing.put("dog_1.csv", A)
    landing.land()
    was = path.stat()
    path.write_text(A.replace("Rex", "Max"))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert landing.land().rows == 1 and landing.sequences() == 2


def test_a_file_of_this_very_moment_is_not_trusted(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_ledger, "SETTLED", 3600 * 10**9)
    landing.put("dog_1.csv", A)
    landing.land()
    assert landing.land().rows == 0 and landing.opened == ["dog_1.csv"]


def test_what_left_the_lake_lands_again_and_a_lost_ledger_loses_nothing(landing: Landing) -> None:
    landing.put("dog_1.csv", A)
    landing.land()
    (landing.lake.root / "_state" / "dog.files.json").write_text("{")  # killed, or a full disk
    assert landing.land().rows == 0 and landing.opened == ["dog_1.csv"]
    shutil.rmtree(landing.lake.path(ADDS.landed))
    assert landing.land().rows == 1


def test_a_snapshot_that_comes_back_and_one_that_comes_late_are_told(landing: Landing) -> None:
    landing.put("dog_1.csv", A)
    landing.land(WHOLE)
    landing.put("dog_3.csv", B)
    assert landing.land(WHOLE).notices == ()
    assert landing.land(WHOLE).notices == ()
    landing.put("dog_4.csv", A)
    back = landing.land(WHOLE)
    assert back.rows == 0 and "dog_4.csv is the same, byte for byte" in back.notices[0]
    # Told once; the notice is kept.
    assert landing.land(WHOLE).notices == ()
    assert [n["says"] for n in notices_of(landing.lake, WHOLE)] == list(back.notices)
    landing.put("dog_2.csv", C)
    late = landing.land(WHOLE)
    assert late.rows == 1 and "dog_2.csv came after parks/dog_3.csv" in late.notices[0]


def test_an_increment_that_repeats_a_file_is_nothing_to_tell(landing: Landing) -> None:
    landing.put("dog_1.csv", A)
    landing.put("dog_3.csv", B)
    landing.land()
    landing.put("dog_2.csv", A)
    assert landing.land().notices == ()
