"""A landing that is killed at any moment and done again ends in the tables of one left alone."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from deltalake import DeltaTable

from lakehouse.store.lock import is_held
from tests.chaos.runs import PATIENCE, contents, kill, lake_of, start
from tests.chaos.town_to_kill import FEEDS, conf_in, deliver

pytestmark = pytest.mark.chaos
SEED, KILLS, KILLS_OF_ONE = 20, 20, 4
LAND = ("land", "--city", "sample")


@dataclass
class Month:
    """A month's deliveries over a lake of the months before, landed undisturbed.

    ``seconds`` are what landing takes at most; a busy machine may have made it seem longer.
    """

    before: Path
    seconds: float
    tables: dict[str, str]


@pytest.fixture(scope="module")
def conf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return conf_in(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory, conf: Path) -> list[Month]:
    """The first month into an empty lake, and the second, which adds, replaces and corrects."""
    found = []
    work = tmp_path_factory.mktemp("calm")
    for month in (1, 2):
        deliver(work / "delivered", month)
        before = tmp_path_factory.mktemp("before")
        shutil.copytree(work, before, dirs_exist_ok=True)
        seconds = landed_in(work, conf)
        found.append(Month(before, seconds, contents(work)))
    return found


def landed_in(work: Path, conf: Path) -> float:
    """Land to the end; seconds from the moment at which landing began."""
    process = start(work, *LAND, conf=conf)
    wait_until_held(work, process)
    began = time.monotonic()
    process.wait(PATIENCE)
    seconds = time.monotonic() - began
    said, _ = process.communicate(timeout=PATIENCE)  # until its Java has ended too
    assert process.returncode == 0, said
    return seconds


def wait_until_held(work: Path, process: subprocess.Popen[str]) -> None:
    """Landing begins: the lake is this process's."""
    until = time.monotonic() + PATIENCE
    while not is_held(lake_of(work)):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.02)


def moments() -> Iterator[float]:
    """Twenty moments, one in each twentieth of landing's time, in random order; then any."""
    draw = random.Random(SEED)
    spread = [(n + draw.random()) / KILLS for n in range(KILLS)]
    draw.shuffle(spread)
    yield from spread
    while True:
        yield draw.random()


def killed_at(work: Path, conf: Path, seconds: float) -> bool:
    """Whether the landing was killed that long after it began; False where it was over before."""
    process = start(work, *LAND, conf=conf)
    wait_until_held(work, process)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        kill(process)
        return True
    process.communicate(timeout=PATIENCE)
    return False


def test_killed_at_twenty_moments_of_landing(
    months: list[Month], conf: Path, tmp_path: Path
) -> None:
    """Four times before one may end: the landing that mends a kill is killed later on as well."""
    drawn, kills, rounds = moments(), [0, 0], 0
    while sum(kills) < KILLS:
        which = rounds % len(months)
        month, work = months[which], tmp_path / str(rounds)
        shutil.copytree(month.before, work)
        each = sorted(next(drawn) for _ in range(KILLS_OF_ONE))
        # The mending has less to do, so its moment may be too late to kill it.
        killed = sum(killed_at(work, conf, moment * month.seconds) for moment in each)
        month.seconds = min(month.seconds, landed_in(work, conf))
        check_end(work, month)
        shutil.rmtree(work)
        kills[which] += killed
        rounds += 1
        assert rounds <= 2 * KILLS, "Landing is over before most moments come."
    assert min(kills) >= KILLS // 4


def check_end(work: Path, month: Month) -> None:
    """The lake is as if nothing had happened."""
    found = contents(work)
    assert found.keys() == month.tables.keys()
    assert [name for name in found if found[name] != month.tables[name]] == []
    assert is_held(lake_of(work)) == ""
    assert not list((lake_of(work) / "_staging").glob("*"))
    for name in FEEDS:
        table = DeltaTable(str(lake_of(work) / "landed" / name))
        parts = {p["_delivery"] for p in table.partitions()}
        assert len(parts) == len(list((work / "delivered" / "parks").glob(f"{name}_*")))
