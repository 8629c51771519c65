"""Compare a checked write of ten million rows with a plain Spark write of the same rows."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake
from lakehouse.store.session import open_session
from tests.benchmarks.measured import processor_seconds

ROUNDS = 3
MADE = (
    "id",
    "id % 1000003 as place_id",
    "pmod(hash(id), 1000) as broken_when_small",
    "rand(1) * 100 as amount",
    "41 + rand(2) as latitude",
    "-88 + rand(3) as longitude",
    "concat('name ', id % 5000) as name",
    "cast(pmod(hash(id, 1), 90000) + 10000 as string) as zip",
    "date_add(date '2015-01-01', cast(id % 3650 as int)) as starts_on",
    "date_add(date '2015-01-01', cast(id % 3650 as int) + 30) as ends_on",
)
# The first rule of broken_when_small is the only one that rows break, so the share is known.
RULES = {
    "id": ("id >= 0",),
    "place_id": ("place_id >= 0", "place_id < 1000003", "place_id <= id"),
    "broken_when_small": ("{share}", "broken_when_small < 1000", "broken_when_small is not null"),
    "amount": ("amount >= 0", "amount <= 100", "not isnan(amount)", "amount < 1e9"),
    "latitude": ("latitude between 41 and 42", "latitude > -90", "latitude < 90"),
    "longitude": ("longitude between -88 and -87", "longitude > -180", "longitude < 180"),
    "name": ("name <> ''", "name like 'name %'", "length(name) <= 40", "name = trim(name)"),
    "zip": ("length(zip) = 5", "zip rlike '^[0-9]+$'", "zip >= '10000'"),
    "starts_on": (
        "starts_on >= date '2015-01-01'",
        "starts_on <= ends_on",
        "starts_on < date '2100-01-01'",
    ),
    "ends_on": (
        "ends_on < date '2100-01-01'",
        "datediff(ends_on, starts_on) = 30",
        "year(ends_on) > 2000",
    ),
}
KINDS = ("bigint", "bigint", "int", *["double"] * 3, "string", "string", "date", "date")
TYPES = dict(zip(RULES, KINDS, strict=True))


def declared(share: float) -> Table:
    """A table of ten columns whose 30 rules about ``share`` of the rows break."""
    small = f"broken_when_small >= {round(1000 * share)}"
    columns = []
    for name, rules in RULES.items():
        rule = " and ".join(f"({r.format(share=small)})" for r in rules)
        columns.append(Column(name, TYPES[name], f"Made up: {name}.", rule=rule))
    return SplitRules("benchmark.checked", "One made-up row.", (), tuple(columns))


class SplitRules(Table):
    """A table whose columns have several rules each, every one with its own reason."""

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        each = ((c.name, r) for c in self.columns for r in str(c.rule)[1:-1].split(") and ("))
        return tuple((f"{name} breaks: {rule}", rule) for name, rule in each)


def source(spark: SparkSession, folder: Path, rows: int) -> DataFrame:
    """The rows, read from Parquet so that making them is not measured."""
    spark.range(0, rows, numPartitions=8).selectExpr(*MADE).write.parquet(str(folder))
    return spark.read.parquet(str(folder))


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    began, spent = time.perf_counter(), processor_seconds(os.getpid())
    work()
    return time.perf_counter() - began, processor_seconds(os.getpid()) - spent


def measure(lake: Lake, frame: DataFrame, share: float) -> str:
    """Plain and checked writes by turns; the ratio of the shortest and of the middle times."""
    table = declared(share)
    assert len(table.rules) == 30
    plain = str(lake.root / "plain")

    def write_plain() -> None:
        frame.write.format("delta").mode("overwrite").save(plain)

    def write_checked() -> int:
        return lake.write(table, frame, {"run": "benchmark"}).quarantined

    refused = write_checked()
    write_plain()
    times = [(seconds(write_plain), seconds(write_checked)) for _ in range(ROUNDS)]
    plains, checks = [t[0][0] for t in times], [t[1][0] for t in times]
    spent = min(t[1][1] for t in times) / min(t[0][1] for t in times)
    shortest = min(checks) / min(plains)
    middle = statistics.median(checks) / statistics.median(plains)
    return (
        f"{share:>5.0%} broken ({refused:,} rows refused): plain {min(plains):.1f} s, checked "
        f"{min(checks):.1f} s, ratio of the shortest {shortest:.2f}, of the medians {middle:.2f}, "
        f"of the least processor seconds {spent:.2f}; "
        f"load average {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="citylake_benchmark_"))
    try:
        lake = Lake(open_session(load_settings().spark), folder / "lake")
        frame = source(lake.spark, folder / "rows", asked.rows)
        print(f"{asked.rows:,} rows, 10 columns, 30 rules.")
        for share in (0.0, 0.01):
            print(measure(lake, frame, share), flush=True)
        lake.spark.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
