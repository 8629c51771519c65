"""The sample city, run once as a person would run it, for many cheap looks at what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from lakehouse.run.cli import app
from lakehouse.sample import generate
from tests.small_city import SOURCES, small_conf

ROOT = Path(__file__).parents[2]
# The smallest city in which the list's top tenth still holds dozens of premises.
SCALE = 0.3
PATIENCE = 900
# Each run is short: Java's second compiler would take a core and never pay.
QUICK = "-XX:TieredStopAtLevel=1"


@dataclass(frozen=True)
class Done:
    """How a command ended: exit code, what it said, and how long it took."""

    code: int
    out: str
    err: str
    seconds: float


@dataclass(frozen=True)
class Made:
    """What a run of the sample city left in ``work``."""

    work: Path
    done: Done

    @property
    def lake(self) -> Path:
        return self.work / "lake" / "sample"

    @property
    def published(self) -> Path:
        return self.work / "published" / "sample"

    @property
    def delivered(self) -> Path:
        return self.work / "sample"

    def frame(self, name: str) -> pd.DataFrame:
        return DeltaTable(str(self.lake / name.replace(".", "/"))).to_pandas()

    def version(self, name: str) -> int:
        return DeltaTable(str(self.lake / name.replace(".", "/"))).version()

    def versions(self) -> dict[str, int]:
        """Each table with its version."""
        names = [
            f"{p.parent.parent.name}.{p.parent.name}" for p in self.lake.glob("*/*/_delta_log")
        ]
        return {name: self.version(name) for name in sorted(names)}


Citylake = Callable[..., Done]


def _citylake(work: Path, *words: str, **settings: str) -> Done:
    program = Path(sys.executable).with_name("citylake")
    env = {k: v for k, v in os.environ.items() if not k.startswith("CITYLAKE_")}
    began = time.monotonic()
    ended = subprocess.run(
        [str(program), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **env,
            **{f"CITYLAKE_{name.upper()}": value for name, value in settings.items()},
            "CITYLAKE_WORK": str(work),
            "CITYLAKE_CONF": str(small_conf()),
            "COLUMNS": "200",
            "SPARK_SUBMIT_OPTS": QUICK,
        },
        timeout=PATIENCE,
    )
    return Done(ended.returncode, ended.stdout, ended.stderr, time.monotonic() - began)


@pytest.fixture(scope="session")
def citylake() -> Citylake:
    """Runs ``citylake`` as a process of its own: work folder, words and settings in, Done out."""
    return _citylake


@pytest.fixture(scope="session")
def citylake_here(spark: SparkSession) -> Citylake:
    """Runs ``citylake`` inside this process: its Spark is warm, and a run takes half the time."""

    def run(work: Path, *words: str) -> Done:
        began = time.monotonic()
        with pytest.MonkeyPatch.context() as patch:
            for name in [n for n in os.environ if n.startswith("CITYLAKE_")]:
                patch.delenv(name)
            patch.setenv("CITYLAKE_WORK", str(work))
            patch.setenv("CITYLAKE_CONF", str(small_conf()))
            patch.setenv("COLUMNS", "200")
            # As in a process of its own: libraries may warn.
            with warnings.catch_warnings(action="ignore"):
                ended = CliRunner().invoke(app, list(words))
        return Done(ended.exit_code, ended.stdout, ended.stderr, time.monotonic() - began)

    return run


def _copy(made: Made, folder: Path) -> Path:
    work: Path = shutil.copytree(made.work, folder / "work", symlinks=True)
    return work


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, citylake_here: Citylake) -> Made:
    """The city's first run, everything new."""
    work = tmp_path_factory.mktemp("first") / "work"
    generate(work / "sample", seed=7, scale=SCALE, only=SOURCES)
    return Made(work, citylake_here(work, "run", "--city", "sample"))


@pytest.fixture(scope="session")
def listed(first: Made) -> pd.DataFrame:
    return first.frame("published.premises_to_inspect_first")


@pytest.fixture(scope="session")
def scored(listed: pd.DataFrame) -> pd.DataFrame:
    return listed[listed["rank"].notna()].sort_values("rank")


@pytest.fixture(scope="session")
def again(tmp_path_factory: pytest.TempPathFactory, first: Made, citylake_here: Citylake) -> Made:
    """A second run over the same deliveries, in a copy of the first one's folder."""
    work = _copy(first, tmp_path_factory.mktemp("again"))
    return Made(work, citylake_here(work, "run", "--city", "sample"))


BACK = "2023-12-31"


@pytest.fixture(scope="session")
def back(tmp_path_factory: pytest.TempPathFactory, first: Made, citylake_here: Citylake) -> Made:
    """A run that decides for a day half a year earlier."""
    work = _copy(first, tmp_path_factory.mktemp("back"))
    return Made(work, citylake_here(work, "run", "--city", "sample", "--as-of", BACK))


LATER = "2024-07-15"


@pytest.fixture(scope="session")
def later(tmp_path_factory: pytest.TempPathFactory, first: Made, citylake_here: Citylake) -> Made:
    """A fortnight later: Health delivered more, Weather a file that lacks a column."""
    work = _copy(first, tmp_path_factory.mktemp("later"))
    _deliver_visits(work / "sample" / "health")
    weather = work / "sample" / "weather"
    lines = (weather / "daily_2024-06.csv").read_text("utf-8").splitlines()
    cut = [",".join(line.split(",")[:-1]) for line in lines]
    (weather / "daily_2024-07.csv").write_text("\n".join(cut) + "\n", "utf-8")
    return Made(work, citylake_here(work, "run", "--city", "sample", "--as-of", LATER))


def _deliver_visits(folder: Path) -> None:
    """Ten visits of July, at premises that were visited before, all faultless."""
    lines = (folder / "food_inspections_2024-06.csv").read_text("iso-8859-1").splitlines()
    rows = [line.split(";") for line in lines[1:]]
    good = [r for r in rows if len(r) == 11 and r[6].endswith(".06.2024") and r[8] == "PASS"]
    fresh = [
        ";".join(["9" + r[0], *r[1:6], f"{n + 1:02}.07.2024", "ROUTINE", *r[8:]])
        for n, r in enumerate(good[:10])
    ]
    text = "\n".join([lines[0], *fresh]) + "\n"
    (folder / "food_inspections_2024-07.csv").write_text(text, "iso-8859-1")


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Asks ``citylake`` inside this process: what :class:`Made` to look at and words in."""

    def asked(made: Made | Path, *words: str) -> Any:
        work = made.work if isinstance(made, Made) else made
        monkeypatch.setenv("CITYLAKE_WORK", str(work))
        monkeypatch.setenv("CITYLAKE_CONF", str(small_conf()))
        return CliRunner().invoke(app, list(words))

    return asked
