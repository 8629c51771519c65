"""The scientist's notebook runs from its first cell to its last on the sample city."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.small_city import small_conf

pytestmark = pytest.mark.doors

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))
# It needs the generator alone, no lake.
ALONE = "feedback_loop"


@pytest.mark.parametrize(
    "notebook", [n for n in NOTEBOOKS if n.stem != ALONE], ids=lambda p: p.stem
)
def test_the_notebook_runs_and_ends_with_a_verdict(
    notebook: Path, first: Any, tmp_path: Path
) -> None:
    work = shutil.copytree(first.work, tmp_path / "work", symlinks=True)
    made = replace(first, work=work)
    before = made.versions()
    env = {k: v for k, v in os.environ.items() if not k.startswith("CITYLAKE_")}
    env |= {"CITYLAKE_WORK": str(made.work), "CITYLAKE_CITY": "sample"}
    env["CITYLAKE_CONF"] = str(small_conf())
    done = subprocess.run(
        [sys.executable, str(notebook)], capture_output=True, text=True, env=env, timeout=600
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "test windows" in done.stdout and "with burglaries" in done.stdout
    after = made.versions()
    written = {name for name, version in after.items() if before.get(name) != version}
    assert written and all(name.startswith("scratch_") for name in written)


def test_there_is_a_notebook_in_cells() -> None:
    assert NOTEBOOKS
    for notebook in NOTEBOOKS:
        assert notebook.read_text().startswith("# %% [markdown]")


def test_the_loop_that_runs_away_is_drawn(tmp_path: Path) -> None:
    (notebook,) = (n for n in NOTEBOOKS if n.stem == ALONE)
    done = subprocess.run(
        [sys.executable, str(notebook)], capture_output=True, text=True, cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = {line.split(":")[0]: line for line in done.stdout.splitlines()}
    assert ": +" in told["as it is"] and ": -" in told["both"]
    assert (tmp_path / "feedback_loop.png").stat().st_size > 10_000
