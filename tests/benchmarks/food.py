"""Compare the platform with a plain DuckDB script on the food tables: seconds, ratio, memory."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lakehouse.run.settings import conf_folder, load_settings
from tests.benchmarks.equal_tables import differences
from tests.benchmarks.many_cities import widened_conf, write_cities
from tests.benchmarks.measured import Measured, run

CITY = "chicago"
LAYOUT = "{:<40}{:>10}{:>10}{:>8}{:>12}{:>10}{:>8}"
TITLES = ("", "DuckDB s", "ours s", "ratio", "DuckDB cpu", "ours cpu", "ratio")
Steps = Mapping[str, Sequence[float]]
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
    lines += [
        LAYOUT.format(*TITLES),
        _row("files to all tables", _total(said), _total(cold)),
        _row("joins and features, warm", _total(said, "load"), _total(warm)),
    ]
    if replay:
        both = _total(said, "load", "replay"), _total(warm, "replay")
        lines.append(_row("  without the replay", *both))
    lines.append(f"peak memory: DuckDB {plain.peak:,.0f} MB, ours {ours.peak:,.0f} MB")
    for title, steps in (("DuckDB", said), ("ours, cold", cold), ("ours, warm", warm)):
        lines += [f"  {title}: {name} {s:.2f} s, {cpu:.2f} cpu" for name, (s, cpu) in steps.items()]
    return "\n".join(lines)


def _total(steps: Steps, *but: str) -> tuple[float, float]:
    """Wall and processor seconds of all steps but these."""
    counted = [seconds for name, seconds in steps.items() if name not in but]
    return sum(s for s, _ in counted), sum(cpu for _, cpu in counted)


def _row(name: str, plain: tuple[float, float], ours: tuple[float, float]) -> str:
    pairs = [(f"{a:.2f}", f"{b:.2f}", f"{b / a:.1f}") for a, b in zip(plain, ours, strict=True)]
    return LAYOUT.format(name, *pairs[0], *pairs[1])


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
