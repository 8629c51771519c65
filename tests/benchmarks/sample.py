"""Rows per second and core, and peak memory, of generating the sample city at two sizes."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from lakehouse.run.settings import load_settings
from lakehouse.sample import generate
from lakehouse.store.session import open_session
from tests.benchmarks.measured import family, run

SCALES = (1.0, 10.0)
TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds() -> float:
    """Of this process, its JVM and the JVM's Python workers, ended ones included."""
    ticks = 0
    for pid in family(os.getpid()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended between two looks
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICK


def once(scale: float, only: list[str]) -> None:
    """Generate one city on Spark and print what it took, as JSON."""
    spark = open_session(load_settings("sample", {}).spark, "sample benchmark")
    began, spent = time.perf_counter(), processor_seconds()
    with tempfile.TemporaryDirectory() as folder:
        made = generate(Path(folder) / "city", 7, scale, only=only, spark=spark)
        size = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
    print(
        json.dumps(
            {
                "rows": sum(f.rows for f in made.files),
                "megabytes": size / 1e6,
                "wall": time.perf_counter() - began,
                "cpu": processor_seconds() - spent,
            }
        )
    )


def main() -> None:
    """Print a line per scale, each measured in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, action="append")
    options.add_argument("--only", action="append", default=[])
    options.add_argument("--once", action="store_true")
    said = options.parse_args()
    scales = said.scale or SCALES
    if said.once:
        once(scales[0], said.only)
        return
    print("scale       rows     MB  seconds  rows/s/core  peak MB")
    for scale in scales:
        names = [word for name in said.only for word in ("--only", name)]
        words = ("--once", "--scale", str(scale), *names)
        found = run("tests.benchmarks.sample", *words, environ={})
        of = found.said
        print(
            f"{scale:5g} {of['rows']:10,} {of['megabytes']:6.0f} {of['wall']:8.1f} "
            f"{of['rows'] / of['cpu']:12,.0f} {found.peak:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
