"""A plain DuckDB script that makes the food tables and the feature matrix from the same files."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"
THREADS = 2
ITEMS = {"critical": range(1, 15), "serious": range(15, 30), "minor": range(30, 45)}
NOT_DELIVERED = 23


def statements(name: str, data: Path) -> str:
    """The text of ``sql/<name>.sql`` with the data folder and the lists of items put in."""
    text = (SQL / f"{name}.sql").read_text("utf-8").replace("$data", str(data))
    for kind, items in ITEMS.items():
        listed = ", ".join(f'"{i}"' for i in items if i != NOT_DELIVERED)
        text = text.replace(f"${kind}", listed)
    return text


def food(data: Path, out: Path, replay: bool) -> dict[str, tuple[float, float]]:
    """Write the tables of ``data`` to ``out`` as Parquet; wall and processor seconds by step."""
    seconds: dict[str, tuple[float, float]] = {}

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        began, spent = time.perf_counter(), time.process_time()
        yield
        seconds[step] = time.perf_counter() - began, time.process_time() - spent

    out.mkdir(parents=True, exist_ok=True)
    lake = duckdb.connect(config={"threads": THREADS})
    tables = ["food_premises", "food_visit", "matrix"]
    with timed("load"):
        lake.execute(statements("load", data))
    with timed("city tables"):
        lake.execute(statements("city", data))
    if replay:
        tables.append("food_visit_surroundings")
        with timed("replay"):
            lake.execute(statements("surroundings", data))
    with timed("matrix"):
        lake.execute(statements("matrix", data))
    with timed("write"):
        for table in tables:
            lake.execute(f"copy {table} to '{out / table}.parquet' (format parquet)")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the city's folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-replay", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(food(asked.data, asked.out, not asked.no_replay)))


if __name__ == "__main__":
    main()
