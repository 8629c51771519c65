"""Seconds and peak memory of the monthly street screening, and how they grow with the city."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from lakehouse.sample.city import build_city
from lakehouse.sample.engine import write_on_spark
from lakehouse.sample.generate import chosen_sources
from lakehouse.sample.source import Source
from lakehouse.sample.transport.deliveries import CRASHES, MEASURES, WALKERS
from lakehouse.sample.transport.draw import drawn_streets
from lakehouse.sample.transport.network import COUNTS, STREETS
from lakehouse.sample.transport.strengths import STRENGTHS
from tests.benchmarks.measured import processor_seconds, run

# Detectors are most of what the department delivers, and the screening reads none of it.
NETWORK = Source(
    "transport", (CRASHES, WALKERS, MEASURES, STREETS, COUNTS), drawn_streets, strengths=STRENGTHS
)
OTHERS = ("planning", "population")
MADE = ("published.streets_to_make_safer", "published.what_measures_did")
SLOWEST = 5
LINE = "{scale:5g} {sites:>9,} {wall:9.0f} {cpu:8.0f} {growth:>8} {peak:8,.0f}  {slow}"


def drawn(folder: Path, scale: float) -> None:
    """Write the deliveries that the screening is made of."""
    from lakehouse.run.settings import load_settings
    from lakehouse.store.session import open_session

    spark = open_session(load_settings("sample", {}).spark, "screening")
    city = build_city(7, scale)
    for source in (NETWORK, *chosen_sources(OTHERS)):
        write_on_spark(source, city, folder / "sample", spark, None)
    print(json.dumps({}))


def screened() -> None:
    """Land and compute the month's lists, where ``CITYLAKE_WORK`` says; prints what it took."""
    from lakehouse.run.commands import running
    from lakehouse.run.settings import load_settings
    from lakehouse.store.lake import Lake
    from lakehouse.store.session import open_session
    from lakehouse.tables import city, governance

    began = time.perf_counter()
    # Other departments delivered nothing here, which is said and is no matter.
    with redirect_stderr(StringIO()):
        running.run("sample", [*MADE], None, 0, again=False)
    wall = time.perf_counter() - began
    settings = load_settings("sample")
    lake = Lake(open_session(settings.spark), settings.lake)
    sites = lake.read(city.street_site).count()
    steps = lake.read(governance.run_step).where("outcome = 'done'").orderBy("seconds")
    slow = [(r["seconds"], r["step"]) for r in steps.tail(SLOWEST)]
    # Asked while the JVM is there: what it used is not known once it has ended.
    cpu = processor_seconds(os.getpid())
    print(json.dumps({"wall": wall, "cpu": cpu, "sites": sites, "slow": slow}))


def main() -> None:
    """Print a line per scale: sites, seconds, growth per site, memory, slowest steps."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, action="append", help="else 1 and 10; also 20")
    options.add_argument("--draw", type=Path, help="write the deliveries below this folder")
    options.add_argument("--inside", action="store_true", help="measure in this process")
    said = options.parse_args()
    scales = said.scale or [1.0, 10.0]
    if said.draw:
        drawn(said.draw, scales[0])
        return
    if said.inside:
        screened()
        return
    print("scale     sites   seconds  cpu sec   growth  peak MB  slowest")
    each: float | None = None
    for scale in scales:
        with tempfile.TemporaryDirectory() as folder:
            where = {"CITYLAKE_WORK": folder, "CITYLAKE_LAKE": f"{folder}/lake"}
            module = "tests.benchmarks.screening"
            run(module, "--draw", folder, "--scale", str(scale), environ=where)
            found = run(module, "--inside", environ=where)
        of = found.said
        # Processor seconds per site: other work on the machine does not make them more.
        now = of["cpu"] / of["sites"]
        growth = f"{now / each:.2f}" if each else ""
        slow = ", ".join(f"{step} {seconds:.0f} s" for seconds, step in of["slow"])
        numbers = {
            "sites": of["sites"],
            "wall": of["wall"],
            "peak": found.peak,
            "slow": slow,
            "cpu": of["cpu"],
        }
        print(LINE.format(scale=scale, growth=growth, **numbers), flush=True)
        each = each or now


if __name__ == "__main__":
    main()
