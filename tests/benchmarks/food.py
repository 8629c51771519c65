"""Compare the platform with a plain DuckDB script on the food tables: seconds, ratio, memory."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from lakehouse.run.settings import conf_folder, load_settings
from tests.benchmarks.equal_tables import differences
from tests.benchmarks.many_cities import widened_conf, write_cities
from tests.benchmarks.measured import Measured, run

CITY = "chicago"
LAYOUT = "{:<34}{:>10}{:>10}{:>8}{:>10}"
SAME = (
    ("city/food_premises", "food_premises", ("premises_id",)),
    ("city/food_visit", "food_visit", ("inspection_id",)),
    ("city/food_visit_surroundings", "food_visit_surroundings", ("inspection_id",)),
    ("risk/food_premises_features", "matrix", ("case_id", "as_of")),
)


def assert_same(lake: Path, out: Path, replay: bool) -> None:
    """Raise :class:`AssertionError` unless both made the same numbers in every row."""
    for table, file, key in SAME:
        if replay or file != "food_visit_surroundings":
            found = differences(lake / table, out / f"{file}.parquet", key)
            assert not found, f"{table} differs from DuckDB's in: {found}"


def compare(times: int, replay: bool, repeats: int) -> tuple[Measured, Measured]:
    """(DuckDB, platform) on ``times`` cities side by side, each in its own process."""
    with tempfile.TemporaryDirectory(prefix="citylake_benchmark_") as made:
        folder = Path(made)
        data, conf = load_settings(CITY).city.delivered, conf_folder(os.environ)
        if times > 1:
            write_cities(data, folder / "data" / CITY, times)
            widened_conf(conf, folder / "conf", CITY)
            data, conf = folder / "data" / CITY, folder / "conf"
        less = [] if replay else ["--no-replay"]
        environ = {
            "CITYLAKE_CONF": str(conf),
            "CITYLAKE_DATA": str(data.parent),
            "CITYLAKE_WORK": str(folder / "work"),
            "CITYLAKE_LAKE": str(folder / "lake"),
        }
        words = ["--data", str(data), "--out", str(folder / "duckdb"), *less]
        plain = run("tests.benchmarks.duckdb_food", *words, environ={})
        words = ["--city", CITY, "--repeats", str(repeats), *less]
        ours = run("tests.benchmarks.citylake_food", *words, environ=environ)
        assert_same(folder / "lake" / CITY, folder / "duckdb", replay)
    return plain, ours


def report(times: int, replay: bool, plain: Measured, ours: Measured) -> str:
    """The table that is printed."""
    said, cold, warm = plain.said, ours.said["cold"], ours.said["warm"]
    lines = [f"{times} x Chicago, load average {os.getloadavg()[0]:.1f}; every row is the same."]
    if not replay:
        lines.append("Without the replay of exact densities: a mean over all events of the city.")
    lines.append(LAYOUT.format("", "DuckDB s", "ours s", "ratio", ""))
    both = {
        "files to all tables": (sum(said.values()), sum(cold.values())),
        "joins and features, warm": (sum(said.values()) - said["load"], sum(warm.values())),
    }
    if replay:
        both["  without the replay"] = (
            both["joins and features, warm"][0] - said["replay"],
            both["joins and features, warm"][1] - warm["replay"],
        )
    for name, (a, b) in both.items():
        lines.append(LAYOUT.format(name, f"{a:.2f}", f"{b:.2f}", f"{b / a:.1f}", ""))
    lines.append(
        LAYOUT.format(
            "processor seconds, whole process", f"{plain.cpu:.1f}", f"{ours.cpu:.1f}", "", ""
        )
    )
    lines.append(LAYOUT.format("peak MB", f"{plain.peak:.0f}", f"{ours.peak:.0f}", "", ""))
    lines.append(LAYOUT.format("DuckDB's steps", "s", "", "", ""))
    lines += [LAYOUT.format(f"  {name}", f"{s:.2f}", "", "", "") for name, s in said.items()]
    lines.append(LAYOUT.format("our steps", "", "cold s", "", "warm s"))
    for name, s in cold.items():
        again = f"{warm[name]:.2f}" if name in warm else ""
        lines.append(LAYOUT.format(f"  {name}", "", f"{s:.2f}", "", again))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=0, help="only so many cities (else 1 and 20)")
    parser.add_argument("--repeats", type=int, default=2, help="warm repetitions")
    asked = parser.parse_args()
    for times in (asked.times,) if asked.times else (1, 20):
        replay = times == 1
        print(report(times, replay, *compare(times, replay, asked.repeats)), flush=True)


if __name__ == "__main__":
    main()
