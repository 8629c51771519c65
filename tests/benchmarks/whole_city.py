"""All of a city in one run: seconds by step, peak memory, and a join beside a DuckDB script's."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd
from deltalake import DeltaTable

from lakehouse.run.cli import main as citylake
from lakehouse.tables import city
from tests.benchmarks.equal_tables import differences
from tests.benchmarks.measured import run

THREADS = 2
SHOWN = 15
# What happened in each area on each day, and who lived there: events of all departments meet four
# kinds of area and the last census before the day.
AREA_DAY = """
    with spread as (
        select event_kind, happened_on as day, is_harmful, known_at,
            unnest(['community_area', 'police_district', 'ward', 'tract']) as area_kind,
            unnest([community_area, police_district, ward, tract]) as area
        from event
    ), counted as (
        select area_kind, area, day, event_kind, count(*)::int as events,
            count_if(is_harmful)::int as harmful, max(known_at) as known_at
        from spread where area is not null group by all
    )
    select counted.*, population from counted asof left join area_population as lived
    on counted.area_kind = lived.area_kind and counted.area = lived.area
        and year(counted.day) > lived.census
"""
MADE = {city.area_day: AREA_DAY}


def with_duckdb(lake: Path, out: Path) -> dict[str, float]:
    """Make the same tables from the lake's Parquet files; seconds by table."""
    there = duckdb.connect(config={"threads": THREADS})
    for table in (city.event, city.area_population):
        files = DeltaTable(str(lake / table.name.replace(".", "/"))).file_uris()
        there.execute(f"create view {table.last} as select * from read_parquet({files})")
    took = {}
    for table, sql in MADE.items():
        began = time.perf_counter()
        there.execute(f"copy ({sql}) to '{out / table.last}.parquet' (format parquet)")
        took[table.name] = time.perf_counter() - began
    return took


def steps(lake: Path) -> pd.Series:
    """Seconds by step of the only run, longest first."""
    log = DeltaTable(str(lake / "governance" / "run_step")).to_pandas()
    own = log[log["step"] != "run"]
    return own.groupby("step")["seconds"].sum().sort_values(ascending=False)


def measure(name: str) -> str:
    """Run the city on an empty lake; the report."""
    with tempfile.TemporaryDirectory(prefix="citylake_benchmark_") as made:
        ours = run("tests.benchmarks.whole_city", "--inside", name, environ={"CITYLAKE_WORK": made})
        lake, out = Path(made) / "lake" / name, Path(made)
        by_step, plain = steps(lake), with_duckdb(lake, out)
        ended = f"{name}, exit code {ours.said['code']}, load average {os.getloadavg()[0]:.1f}: "
        spent = f"{ours.wall:.0f} s, {ours.cpu:.0f} of processors, peak memory {ours.peak:,.0f} MB"
        longest = by_step.head(SHOWN).items()
        lines = [ended + spent, *(f"  {step:<40}{took:>8.1f} s" for step, took in longest)]
        for table, seconds in plain.items():
            last = table.rpartition(".")[2]
            keys = next(t.key for t in MADE if t.name == table)
            found = differences(lake / "city" / last, out / f"{last}.parquet", keys)
            lines.append(
                f"{table}: DuckDB {seconds:.1f} s, the run's step {by_step[table]:.1f} s, "
                f"{by_step[table] / seconds:.1f} times; columns that differ: {found or 'none'}"
            )
    return "\n".join(lines)


def inside(name: str) -> None:
    """The run itself, in this process; what it says goes to the error stream."""
    code = 0
    sys.argv = ["citylake", "run", "--city", name]
    with contextlib.redirect_stdout(sys.stderr):
        try:
            citylake()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    print(json.dumps({"code": code}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city", default="chicago")
    parser.add_argument("--inside", metavar="CITY")
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.inside)
    else:
        print(measure(asked.city))


if __name__ == "__main__":
    main()
