"""Runs of the sample city in processes of their own, and what the lake holds after them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

from tests.small_city import small_conf

ROOT = Path(__file__).parents[2]
PATIENCE = 1800
# What tells runs apart on purpose; a model registered twice because of a kill counts on.
MOMENTS = {"_landed_at", "landed_at", "found_at", "due_on", "closed_at"}
MOMENTS |= {"next_due_on", "median_days"}
OWN = {"_run", "run", "by_run", "release", "model_version", "moved_at", *MOMENTS}
OWN_TABLES = {"governance.run_step"}


def start(work: Path, *words: str, conf: Path | None = None) -> subprocess.Popen[str]:
    """``citylake`` as a process group of its own, with the small city's settings or others."""
    program = Path(sys.executable).with_name("citylake")
    env = {k: v for k, v in os.environ.items() if not k.startswith("CITYLAKE_")}
    return subprocess.Popen(
        [str(program), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**env, "CITYLAKE_WORK": str(work), "CITYLAKE_CONF": str(conf or small_conf())},
        start_new_session=True,
    )


def finish(work: Path, *words: str, conf: Path | None = None) -> str:
    """Run to the end; what was said. A run that does not end with 0 fails the test."""
    process = start(work, *words, conf=conf)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def kill(process: subprocess.Popen[str]) -> None:
    """End the whole group (Python, Java and its workers) without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


def lake_of(work: Path) -> Path:
    return work / "lake" / "sample"


def contents(work: Path) -> dict[str, str]:
    """A hash of each table's rows, whatever their order and without what is each run's own."""
    found = {}
    for log in sorted(lake_of(work).glob("*/*/_delta_log")):
        name = f"{log.parent.parent.name}.{log.parent.name}"
        if name not in OWN_TABLES:
            found[name] = content(DeltaTable(str(log.parent)).to_pandas())
    return found


def content(frame: pd.DataFrame) -> str:
    kept = sorted(set(frame.columns) - OWN)
    rows = sorted(map(repr, frame[kept].astype(object).itertuples(index=False, name=None)))
    return hashlib.sha256("\n".join([repr(kept), *rows]).encode()).hexdigest()
