"""A run that is killed at any moment and run again ends in the same tables as one left alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from deltalake import DeltaTable

from lakehouse.sample import generate
from lakehouse.store.lock import is_held
from tests.chaos.runs import PATIENCE, content, contents, finish, kill, lake_of, start
from tests.small_city import SOURCES

pytestmark = pytest.mark.chaos
SCALE, SEED, MOMENTS = 0.1, 20, 6


@dataclass(frozen=True)
class Calm:
    """An undisturbed run: how long it took and what every table held."""

    seconds: float
    tables: dict[str, str]


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivered")
    generate(folder / "city", seed=7, scale=SCALE, only=SOURCES)
    return folder / "city"


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, delivered: Path) -> Calm:
    work = tmp_path_factory.mktemp("calm")
    shutil.copytree(delivered, work / "sample")
    began = time.monotonic()
    finish(work, "run", "--city", "sample")
    return Calm(time.monotonic() - began, contents(work))


@pytest.fixture
def work(delivered: Path, tmp_path: Path) -> Path:
    """A folder with the same deliveries and no lake yet."""
    shutil.copytree(delivered, tmp_path / "sample")
    return tmp_path


def moments() -> list[float]:
    """One moment in each sixth of a run, the same ones every time."""
    draw = random.Random(SEED)
    return [(n + draw.random()) / MOMENTS for n in range(MOMENTS)]


def check_end(work: Path, calm: Calm, killed: int) -> None:
    """The lake is as if nothing had happened, and the log tells what did."""
    lake = lake_of(work)
    found = contents(work)
    assert found.keys() == calm.tables.keys()
    assert [n for n in found if found[n] != calm.tables[n]] == []
    assert is_held(lake) == ""
    assert not list((lake / "_staging").glob("*"))
    assert not list((lake / "_runs").glob("*.jsonl"))
    steps = DeltaTable(str(lake / "governance" / "run_step")).to_pandas()
    outcomes = steps.loc[steps["step"] == "run"].sort_values("run")["outcome"].tolist()
    assert outcomes == ["killed"] * killed + ["done"]
    assert not steps.duplicated(["run", "step"]).any()
    check_release(work)


def check_release(work: Path) -> None:
    published = work / "published" / "sample"
    listed = DeltaTable(str(lake_of(work) / "published/premises_to_inspect_first")).to_pandas()
    handed = pd.read_csv(published / "latest" / "premises_to_inspect_first.csv", dtype=str)
    assert len(handed) == len(listed) == 400
    assert set(handed["model_version"]) == set(listed["model_version"])


def has_log(work: Path) -> bool:
    return bool(list((lake_of(work) / "_runs").glob("*.jsonl")))


@pytest.mark.parametrize("moment", moments(), ids="{:.0%}".format)
def test_killed_at_a_moment_of_its_time(moment: float, calm: Calm, work: Path) -> None:
    process = start(work, "run", "--city", "sample")
    time.sleep(moment * calm.seconds)
    assert process.poll() is None, "The run was over before its moment came."
    begun = has_log(work)
    kill(process)
    assert is_held(lake_of(work)) == ""
    finish(work, "run", "--city", "sample")
    check_end(work, calm, killed=int(begun))


def landed_some(work: Path) -> bool:
    return (lake_of(work) / "_state" / "burglary.json").is_file()


def landed_all(work: Path) -> bool:
    return (lake_of(work) / "_state" / "weather_day.json").is_file()


def trains(work: Path) -> bool:
    return (lake_of(work) / "mlflow.db").is_file()


def registered(work: Path) -> bool:
    store = lake_of(work) / "mlflow.db"
    if not store.is_file():
        return False
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as asked:
            return bool(asked.execute("select count(*) from model_versions").fetchone()[0])
    except sqlite3.OperationalError:
        return False


def publishes(work: Path) -> bool:
    return bool(list((work / "published" / "sample").glob("*")))


PLACES: tuple[Callable[[Path], bool], ...] = (
    landed_some,
    landed_all,
    trains,
    registered,
    publishes,
)


def test_killed_again_and_again_as_it_gets_on(calm: Calm, work: Path) -> None:
    killed = 0
    for reached in PLACES:
        process, until = start(work, "run", "--city", "sample"), time.monotonic() + PATIENCE
        while not reached(work) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if process.poll() is None:
            kill(process)
            killed += 1
        else:
            process.communicate()
    assert killed >= len(PLACES) - 1
    finish(work, "run", "--city", "sample")
    lake = lake_of(work)
    steps = DeltaTable(str(lake / "governance" / "run_step")).to_pandas()
    outcomes = steps.loc[steps["step"] == "run", "outcome"].value_counts()
    assert outcomes["killed"] <= killed and outcomes["done"] >= 1
    found = contents(work)
    assert found.keys() == calm.tables.keys()
    assert [n for n in found if found[n] != calm.tables[n]] == []
    assert is_held(lake) == "" and not list((lake / "_staging").glob("*"))
    check_release(work)


def test_java_that_outlives_its_python_for_a_moment_spoils_nothing(calm: Calm, work: Path) -> None:
    process = start(work, "run", "--city", "sample")
    while not landed_some(work) and process.poll() is None:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    # At once, while Java may still be writing.
    finish(work, "run", "--city", "sample")
    process.communicate(timeout=60)
    check_end(work, calm, killed=1)


def wait_until_held(work: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not lake_of(work).is_dir() or not (lake_of(work) / ".lock").read_text():
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.02)


def test_two_runs_at_once(work: Path) -> None:
    holding = start(work, "land", "weather_day", "--city", "sample")
    wait_until_held(work, holding)
    refused = start(work, "land", "weather_day", "--city", "sample")
    said, _ = refused.communicate(timeout=PATIENCE)
    assert holding.poll() is None, "The first run was over before the second was refused."
    assert refused.returncode == 7
    assert f"is held by process {holding.pid} (citylake land" in said and "--wait" in said
    said = finish(work, "land", "weather_day", "--city", "sample", "--wait", str(PATIENCE))
    assert f"Waiting for process {holding.pid} (citylake land" in said
    assert holding.wait() == 0
    holding.communicate()
    day = DeltaTable(str(lake_of(work) / "weather" / "day"))
    assert day.version() == 0 and is_held(lake_of(work)) == ""
    steps = DeltaTable(str(lake_of(work) / "governance" / "run_step")).to_pandas()
    assert steps["run"].nunique() == 2 and not steps["outcome"].eq("killed").any()


def test_the_hash_of_a_table_sees_a_change_and_no_order() -> None:
    frame = pd.DataFrame({"id": [1, 2], "value": [0.1, None], "_run": ["a", "a"]})
    assert content(frame) == content(frame[::-1].assign(_run="b"))
    assert content(frame) != content(frame.assign(value=[0.1 + 1e-16, None]))
    assert content(frame) != content(frame[:1])
