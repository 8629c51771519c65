"""What one more delivery costs after a month and after two years, and against landing it alone."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.refresh import refresh
from lakehouse.run.settings import load_settings
from lakehouse.sample import generate
from lakehouse.store.lake import Lake
from lakehouse.store.landing import land
from lakehouse.store.session import open_session
from tests.benchmarks.measured import processor_seconds

MONTH = re.compile(r"\d{4}-\d{2}")


def main() -> None:
    """Print processor and wall seconds of the last month after short and long histories."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--history", type=int, action="append", help="months landed before")
    options.add_argument("--made", type=Path, help="a generated city, else one is made")
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        made = said.made or Path(scratch) / "city"
        if said.made is None:
            generate(made, 7, said.scale)
        found = {n: once(made, Path(scratch) / str(n), n) for n in said.history or [1, 1, 12]}
    print(json.dumps(found))


def once(made: Path, scratch: Path, history: int) -> dict[str, float]:
    """Land ``history`` months of the city's monthly files, then measure the month after them."""
    files = [p for p in sorted(made.rglob("*")) if p.is_file() and "truth" not in p.parts]
    months = sorted({m[0] for p in files if (m := MONTH.search(p.name))})
    last = months[-1]
    settings = load_settings("sample", {})
    feeds = load_catalogue(settings.city).feeds
    tables = load_catalogue(settings.city).tables
    lake = Lake(open_session(settings.spark, "one more month"), scratch / "lake")

    def bring(wanted: set[str]) -> tuple[float, float, int]:
        for file in files:
            month = MONTH.search(file.name)
            if month and month[0] in wanted and "damaged" not in file.parts:
                target = scratch / "in" / file.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(file, target)
        rows, began, spent = 0, time.perf_counter(), processor_seconds(os.getpid())
        for feed in feeds:
            if not list((scratch / "in").glob(feed.glob)):
                continue
            landed = land(feed, scratch / "in", lake, "run")
            rows += landed.rows
            if lake.exists(feed.landed):
                table = tables[feed.fills]
                refresh(lake, feed, table, settings.city.codes, "run", landed.counted)
        return time.perf_counter() - began, processor_seconds(os.getpid()) - spent, rows

    _, _, before = bring(set(months[-1 - history : -1]))
    wall, cpu, rows = bring({last})
    shutil.rmtree(scratch)
    said = {"months": history, "rows before": before, "rows": rows, "wall": wall, "cpu": cpu}
    print(json.dumps(said), flush=True)
    return said


if __name__ == "__main__":
    main()
