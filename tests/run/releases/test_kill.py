"""Whoever reads while publishing is killed again and again sees an old set or a new one, no mix."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.run.releases.kept import Release, latest, releases

pytestmark = pytest.mark.doors
ROOT = Path(__file__).parents[3]
LONGEST, SEED = 0.7, 11
# `make whole` kills as often as was promised.
EVERY = 5  # Spark takes so long to read that with it alone there would be few looks
KILLS = (12, pytest.param(50, marks=pytest.mark.whole))


@dataclass(frozen=True)
class Publisher:
    """A process that starts others, which publish until they are killed."""

    process: subprocess.Popen[str]

    def start(self, number: int) -> int:
        """A victim; its process id."""
        return int(self._ask(f"{number}\n"))

    def kill(self, victim: int) -> None:
        """End it without a word, and see that nothing else ended it."""
        os.kill(victim, signal.SIGKILL)
        assert self._ask("") == "killed"

    def _ask(self, line: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    words = ["-m", "tests.run.releases.publisher", str(tmp_path / "out")]
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield Publisher(process)
        assert process.stdin
        process.stdin.close()


TABLES = {"places_first": "probability", "places_beside": "value"}


def values(found: Release) -> set[float]:
    """Every number that a reader of this release meets: files, page, manifest."""
    page = (found.folder / "index.html").read_text("utf-8")
    seen = {float(page.split("<p>")[1].split("<")[0]), float(found.manifest["made_of"]["value"])}
    for table, column in TABLES.items():
        csv = pd.read_csv(found.folder / f"{table}.csv")
        seen |= {float(frame[column].max()) for frame in (csv, found.frame(table))}
    return seen


def as_documented(root: Path, spark: Any) -> set[float]:
    """Every number that a reader meets who follows README's lines, with Spark where it is given."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    once, plain, with_spark = (b.replace("var/published/sample", str(root)) for b in blocks)
    names: dict[str, Any] = {"spark": spark}
    exec(once, names)
    seen = set()
    for table, column in TABLES.items():
        for lines in (plain, with_spark) if spark else (plain,):
            exec(lines.replace("premises_to_inspect_first", table), names)
        read = ("as_file", "with_pandas", "with_polars")
        seen |= {float(names[name][column].max()) for name in read}
        if spark:
            seen |= {max(float(row[column]) for row in names["with_spark"].collect())}
    return seen


@pytest.mark.parametrize("kills", KILLS)
def test_kills_leave_no_reader_with_a_mix(
    publisher: Publisher, tmp_path: Path, request: pytest.FixtureRequest, kills: int
) -> None:
    # Spark starts slowly: it reads where kills are as many as was promised.
    spark = request.getfixturevalue("spark") if kills == 50 else None
    root, draw = tmp_path / "out", random.Random(SEED)
    looks, met, halves = 0, set(), 0
    for number in range(kills):
        victim = publisher.start(number)
        reader = spark if number % EVERY == 0 else None
        until = time.monotonic() + draw.random() * LONGEST
        while (first := number == 0 and looks == 0) or time.monotonic() < until:
            found = latest(root)
            if found is None:
                assert first or not met, "A release that was there is gone."
                continue
            seen, read = values(found), as_documented(root, reader)
            assert (len(seen), len(read)) == (1, 1), (found.name, seen, read)
            met |= seen | read
            looks += 1
        publisher.kill(victim)
        halves += bool(list(root.glob(".*.part")))
        found = latest(root)
        assert found is not None and len(values(found)) == len(as_documented(root, reader)) == 1
        assert found.changed_files() == []
    # Few, so that it holds on a slow machine too; a quick one sees hundreds.
    assert looks > kills and len(met) > kills // 10
    assert halves > kills // 10, "Too few kills came while a release was being written."
    assert all(len(values(each)) == 1 for each in releases(root)[:20])
