"""What one more delivery costs after a month and after a year: a whole month's, or a day's."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from lakehouse.declare.job import Job
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.computing.days import default_days
from lakehouse.run.computing.runner import Run
from lakehouse.run.computing.steps import run_steps
from lakehouse.run.feeds.feeds import newest_days
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.settings import load_settings
from lakehouse.sample import generate
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.run_log import RunLog, read_log
from lakehouse.store.session import open_session
from tests.benchmarks.cut import part_of
from tests.benchmarks.measured import processor_seconds

MONTH = re.compile(r"\d{4}-\d{2}")
LEFT = ("truth", "damaged")
MEASURED = ("landing wall", "landing cpu", "wall", "cpu")


def main() -> None:
    """Print processor and wall seconds after short and long histories, and their ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--history", type=int, action="append", help="months landed before")
    options.add_argument("--days", type=int, default=0, help="land so many days, one by one")
    options.add_argument(
        "--steps", action="append", default=[], help="a schema whose jobs run too: city"
    )
    options.add_argument("--made", type=Path, help="a generated city, else one is made")
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        made = said.made or Path(scratch) / "city"
        if said.made is None:
            generate(made, 7, said.scale)
        # The first warms up: what Spark compiles for it is there for the others.
        histories = said.history or [1, 1, 12]
        found = [
            once(made, Path(scratch) / str(i), n, said.days, said.steps)
            for i, n in enumerate(histories)
        ]
    last, before = found[-1], found[-2] if len(found) > 1 else found[-1]
    ratio = {name: round(last[name] / before[name], 3) for name in MEASURED}
    print(json.dumps({"ratio of the last to the one before": ratio}))


def once(
    made: Path, scratch: Path, history: int, days: int, schemas: Sequence[str]
) -> dict[str, float]:
    """Land ``history`` months of the city's files with its registers, then measure what follows.

    That is the month after them, or so many days of it one by one; of days the median counts. The
    jobs of ``schemas`` run too, and their seconds are printed.
    """
    files = [p for p in sorted(made.rglob("*")) if p.is_file() and not set(LEFT) & set(p.parts)]
    months = sorted({m[0] for p in files if (m := MONTH.search(p.name))})
    settings = load_settings("sample", {})
    catalogue = load_catalogue(settings.city)
    lake = Lake(open_session(settings.spark, "one more month"), scratch / "lake")

    def cpu() -> float:
        return processor_seconds(os.getpid())

    def bring(wanted: set[str], day: int | None = None) -> dict[str, float]:
        for file in files:
            month = MONTH.search(file.name)
            # Without a month in its name it is a register, or what was before the first month.
            if (month[0] in wanted) if month else (day is None and "archive" not in file.name):
                target = scratch / "in" / file.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                if day is not None:
                    name = target.name.replace(".", f"-{day:02}.", 1)
                    part_of(file, target.with_name(name), day)
                elif not target.exists():
                    os.link(file, target)
        rows, began, spent = 0, time.perf_counter(), cpu()
        for feed in catalogue.feeds:
            if not list((scratch / "in").glob(feed.glob)):
                continue
            landed = land(feed, scratch / "in", lake, "run")
            rows += landed.rows
            if lake.exists(feed.landed):
                table = catalogue.tables[feed.fills]
                refresh(lake, feed, table, settings.city.codes, "run", landed.counted)
        landing = {"landing wall": time.perf_counter() - began, "landing cpu": cpu() - spent}
        if schemas:
            jobs[day or 0] = computed(
                Run(settings, catalogue, lake, RunLog(lake.root, f"{day}", ""))
            )
        whole = {"wall": time.perf_counter() - began, "cpu": cpu() - spent}
        return landing | whole | {"rows": rows}

    def computed(run: Run) -> dict[str, float]:
        steps = tuple(
            s for s in catalogue.steps if isinstance(s, Job) and s.writes.schema in schemas
        )
        run_steps(run, steps, default_days(catalogue, newest_days(run)))
        done = (r for r in read_log(run.log.file) if r["outcome"] == "done")
        return {r["step"]: round(r["seconds"], 2) for r in done}

    jobs: dict[int, dict[str, float]] = {}
    before = bring(set(months[-1 - history : -1]))["rows"]
    each = [bring({months[-1]}, day) for day in range(days)] or [bring({months[-1]})]
    shutil.rmtree(scratch)
    said = {name: round(median(one[name] for one in each), 2) for name in each[0]}
    said |= {"months": history, "rows before": before}
    print(json.dumps(said | {"each": each, "jobs": jobs}), flush=True)
    return said


if __name__ == "__main__":
    main()
