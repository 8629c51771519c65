"""Compare a ranking's matrix with the same features in DuckDB, and see how work grows with days."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from tests.benchmarks.drawn_events import DRAWN, draw
from tests.benchmarks.equal_tables import differences
from tests.benchmarks.measured import run

GROWTH = (1, 12, 48)
OURS, THEIRS = "tests.benchmarks.citylake_features", "tests.benchmarks.duckdb_features"


def assert_same(lake: Path, parquet: Path) -> None:
    """Raise :class:`AssertionError` unless both made the same numbers in every row."""
    matrix = lake / DRAWN.matrix.schema / DRAWN.matrix.last
    found = differences(matrix, parquet, ("case_id", "as_of"))
    assert not found, f"The matrix differs from DuckDB's in: {found}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--days", type=int, action="append", help="as-of days (1, 12, 48)")
    parser.add_argument("--warm", action="store_true", help="measure a second time in one process")
    asked = parser.parse_args()
    features = sum(1 for _ in DRAWN.features)
    print(f"{asked.entities:,} entities, {asked.events:,} events, {features} features.")
    with tempfile.TemporaryDirectory(prefix="citylake_benchmark_") as made:
        folder = Path(made)
        data, lake, out = folder / "data", folder / "lake", folder / "duckdb.parquet"
        draw(data, asked.entities, asked.events)
        where = ("--data", str(data), "--lake", str(lake))
        run(OURS, *where, "--load", environ={})
        for days in asked.days or GROWTH:
            said = ("--days", str(days))
            plain = run(THEIRS, "--data", str(data), "--out", str(out), *said, environ={})
            ours = run(OURS, *where, *said, *(said if asked.warm else ()), environ={})
            assert_same(lake, out)
            for title, took in zip(("cold", "warm"), ours.said, strict=False):
                ratios = [took[unit] / plain.said[unit] for unit in ("wall", "cpu")]
                print(
                    f"{days:>3} days, {title}: DuckDB {plain.said['wall']:.1f} s "
                    f"({plain.said['cpu']:.1f} cpu), ours {took['wall']:.1f} s "
                    f"({took['cpu']:.1f} cpu), ratio {ratios[0]:.2f} ({ratios[1]:.2f} cpu)",
                    flush=True,
                )
            print(
                f"    every row is the same; peak memory DuckDB {plain.peak:,.0f} MB, "
                f"ours {ours.peak:,.0f} MB ({ours.largest:,.0f} MB of it the driver's JVM); "
                f"load average {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
