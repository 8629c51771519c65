"""How long hot spots of a million squares take on Spark, and that they are the method's."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measured import run

CELL = "concat('g100_E', id % {side}, '_N', id div {side})"


def measured(side: int) -> dict[str, float]:
    """Seconds for ``side`` squared squares with a warm patch, and how many are hot."""
    from pyspark.sql import functions as F

    from lakehouse.run.settings import load_settings
    from lakehouse.store.session import open_session
    from lakehouse.transform.hot_spot import with_hot_spots
    from lakehouse.transform.neighbours import touching

    spark = open_session(load_settings("sample").spark, "hot spots")
    with tempfile.TemporaryDirectory() as scratch:
        drawn = str(Path(scratch) / "places")
        warm = f"abs(id % {side} - {side // 2}) < 10 and abs(id div {side} - {side // 2}) < 10"
        spark.range(side * side).select(
            F.expr(CELL.format(side=side)).alias("place"),
            F.expr(f"cast(pmod(xxhash64(id), 5) + if({warm}, 3, 0) as double)").alias("value"),
        ).write.parquet(drawn)
        began = time.perf_counter()
        places = spark.read.parquet(drawn)
        made = with_hot_spots(places, touching(places, "place"), counts=True)
        made.write.parquet(str(Path(scratch) / "made"))
        seconds = time.perf_counter() - began
        told = spark.read.parquet(str(Path(scratch) / "made"))
        hot = told.where("gi_q <= 0.05 and gi_star > 0").count()
        return {"seconds": seconds, "places": told.count(), "hot": hot}


def main() -> None:
    """Print seconds and peak memory for grids of growing size, each in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--side", type=int, action="append", help="squares along each side")
    options.add_argument("--inside", action="store_true", help="measure in this process")
    said = options.parse_args()
    if said.inside:
        print(json.dumps(measured(said.side[0])))
        return
    for side in said.side or [316, 1000]:
        found = run("tests.benchmarks.hot_spot", "--inside", "--side", str(side), environ={})
        told = found.said
        print(
            f"{told['places']:,} squares: {told['seconds']:.0f} s, peak {found.peak:,.0f} MB, "
            f"{told['hot']} hot",
            file=sys.stdout,
            flush=True,
        )


if __name__ == "__main__":
    main()
