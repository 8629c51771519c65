"""Compare judging many daily series in Spark with the same ladder in a plain Python loop."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.benchmarks.measured import run

DAYS = 3 * 365
FIRST = date(2020, 1, 1)
# What one process and each of Spark's Python workers may use: else numpy's threads get in the way.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def draw(folder: Path, many: int) -> Path:
    """Parquet files of ``many`` series of three years: weekdays, a season, levels from 1 to 60."""
    rng = np.random.default_rng(1)
    days = np.arange(DAYS)
    shape = np.exp(0.2 * np.cos(2 * np.pi * days / 365.25)) * np.where(days % 7 > 4, 0.7, 1.0)
    index = pd.date_range(FIRST, periods=DAYS)
    for begin in range(0, many, 500):
        names = range(begin, min(begin + 500, many))
        counts = rng.poisson(rng.uniform(1, 60, len(names))[:, None] * shape)
        frame = pd.DataFrame(
            {
                "series": np.repeat([f"s{n:05}" for n in names], DAYS),
                "title": "",
                "day": np.tile(index.date, len(names)),
                "value": counts.ravel().astype(float),
                "known_at": np.tile(index.date, len(names)),
            }
        )
        frame.to_parquet(folder / f"{begin}.parquet", index=False)
    return folder


def loop(folder: Path) -> dict[str, Any]:
    """One series after the other in one process."""
    from lakehouse.declare import DAILY
    from lakehouse.methods.ladder import judge

    began, rows, alarms = time.perf_counter(), 0, 0
    for file in sorted(folder.glob("*.parquet")):
        for _, mine in pd.read_parquet(file).groupby("series"):
            counts = mine.set_index(pd.DatetimeIndex(mine["day"]))["value"]
            made = judge(counts, DAILY, 0.002)
            rows, alarms = rows + len(made), alarms + int((made["p"] < 0.002).sum())
    return {"seconds": time.perf_counter() - began, "rows": rows, "rare": alarms}


def spark(folder: Path) -> dict[str, Any]:
    """The same through the platform, with q, levels and duration, written as Parquet."""
    from pyspark.sql import functions as F

    from jobs.risk.health_signals import death_signal
    from lakehouse.run.settings import load_settings
    from lakehouse.store.session import open_session
    from lakehouse.transform.monitored import monitored

    session = open_session(load_settings().spark)
    began = time.perf_counter()
    values = session.read.parquet(str(folder))
    asked = replace(death_signal, alert=0.002, warning=0.01)
    judged = monitored(values, asked, date(2030, 1, 1))
    judged.write.mode("overwrite").parquet(str(folder.parent / "judged"))
    spent = time.perf_counter() - began
    made = session.read.parquet(str(folder.parent / "judged"))
    first = made.agg(F.count("*"), F.sum((F.col("p") < 0.002).cast("int"))).collect()[0]
    return {"seconds": spent, "rows": first[0], "rare": first[1]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--only", nargs=2, metavar=("WAY", "FOLDER"))
    asked = parser.parse_args()
    if asked.only:
        way, folder = asked.only
        print(json.dumps({"loop": loop, "spark": spark}[way](Path(folder))))
        return
    for many in asked.series:
        with tempfile.TemporaryDirectory(prefix="citylake_benchmark_") as made:
            folder = Path(made) / "series"
            folder.mkdir()
            draw(folder, many)
            environ = {**ONE_THREAD, "PYTHONPATH": os.pathsep.join(sys.path)}
            took = {
                way: run(__spec__.name, "--only", way, str(folder), environ=environ)
                for way in ("loop", "spark")
            }
        said = {way: one.said for way, one in took.items()}
        assert {n: said["loop"][n] for n in ("rows", "rare")} == {
            n: said["spark"][n] for n in ("rows", "rare")
        }, said
        ratio = said["spark"]["seconds"] / said["loop"]["seconds"]
        print(f"{many:,} series of {DAYS} days, ratio {ratio:.2f}:")
        for way, one in took.items():
            print(
                f"  {way}: {said[way]['seconds']:.1f} s; with its start {one.cpu:.1f} s of "
                f"processor, {one.peak:.0f} MB"
            )
        print(f"  load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
