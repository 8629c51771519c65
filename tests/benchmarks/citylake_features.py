"""The same features by the platform: a ranking's matrix, from its tables to its table."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from lakehouse.run.answers.matrix import write_matrix
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake
from lakehouse.store.session import open_session
from tests.benchmarks.drawn_events import AS_OF, DRAWN, stretches
from tests.benchmarks.measured import processor_seconds

ABOUT = {"run": "benchmark"}


def load(lake: Lake, data: Path) -> None:
    """The drawn tables, through the door; not measured."""
    for table in DRAWN.reads:
        if not lake.exists(table):
            lake.write(table, lake.spark.read.parquet(str(data / f"{table.last}.parquet")), ABOUT)


def features(lake: Lake, days: int) -> dict[str, float]:
    """Write the matrix of ``days`` as-of days; wall and processor seconds."""
    began, spent = time.perf_counter(), processor_seconds(os.getpid())
    frames = {name: lake.read(table) for name, table in DRAWN.parameters.items()}
    rows = write_matrix(lake, DRAWN, frames, stretches(days), AS_OF, ABOUT).rows
    wall = time.perf_counter() - began
    return {"wall": wall, "cpu": processor_seconds(os.getpid()) - spent, "rows": rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lake", type=Path, required=True)
    parser.add_argument("--days", type=int, action="append")
    parser.add_argument("--load", action="store_true", help="only write the drawn tables")
    asked = parser.parse_args()
    lake = Lake(open_session(load_settings("sample", {}).spark), asked.lake)
    if asked.load:
        load(lake, asked.data)
        said = []
    else:
        said = [features(lake, days) for days in asked.days or [48]]
    lake.spark.stop()
    print(json.dumps(said))


if __name__ == "__main__":
    main()
