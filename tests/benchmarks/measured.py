"""Run a program in a fresh process and measure seconds and peak memory, children included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVERY = 0.25  # seconds between two looks at the processes


@dataclass(frozen=True)
class Measured:
    """Wall and processor seconds, peak memory in MB, and what the program printed last, as JSON.

    ``largest`` is the peak of the largest of its processes, ``peak`` that of all together.
    """

    wall: float
    cpu: float
    peak: float
    said: Any
    largest: float = 0.0


def run(module: str, *words: str, environ: Mapping[str, str]) -> Measured:
    """Run ``python -m module words``; raises :class:`RuntimeError` when it fails.

    Peak memory is the largest sum over its processes (a JVM is a child) of their proportional
    set sizes, so that pages two of them share count once, and at least the highest resident size
    of the program itself, which no short peak escapes.
    """
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = largest = 0
    try:
        while process.poll() is None:
            each = [_kilobytes(pid, "smaps_rollup", "Pss:") for pid in family(process.pid)]
            largest = max(largest, *each)
            peak = max(peak, sum(each), _kilobytes(process.pid, "status", "VmHWM:"))
            time.sleep(EVERY)
    finally:
        # Does nothing to a process that has ended; a measurement that is broken off leaves none.
        process.kill()
    wall = time.perf_counter() - began
    text = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{module} ended with code {process.returncode}.")
    after = os.times()
    spent = after.children_user + after.children_system
    cpu = spent - before.children_user - before.children_system
    said = json.loads(text.splitlines()[-1])
    return Measured(wall, cpu, peak / 1024, said, largest / 1024)


_seen: dict[int, int] = {}


def processor_seconds(pid: int) -> float:
    """Processor seconds of a process and all it started, those that have ended included.

    What one used after it was last looked at is lost when it ends.
    """
    _seen.update({one: _ticks(one) for one in family(pid) if _ticks(one)})
    return sum(_seen.values()) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """A process's own user and system time; 0 when it has ended."""
    try:
        # The name of the program, in brackets, may hold blanks.
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(said[11]) + int(said[12])


def family(pid: int) -> list[int]:
    """The process, its children, theirs, and so on."""
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        try:
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                queue += [int(child) for child in children.read_text().split()]
        except OSError:  # it ended between two looks
            continue
    return found


def _kilobytes(pid: int, file: str, name: str) -> int:
    """One entry of a process's file of sizes; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
