"""Compare locating a million random points in 798 tracts with shapely's STRtree on one array."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from pyspark.sql import functions as F

from lakehouse.run.settings import load_settings
from lakehouse.store.session import open_session
from lakehouse.transform.areas import Areas
from lakehouse.transform.place import located
from tests.shared_data import shared

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def tracts() -> tuple[list[str], list[str]]:
    """Codes and geometries (GeoJSON) of the census tracts."""
    text = (shared("data", "chicago/planning") / "tracts2010.geojson").read_text("utf-8")
    features = json.loads(text)["features"]
    return (
        [f["properties"]["GEOID10"] for f in features],
        [json.dumps(f["geometry"]) for f in features],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    asked = parser.parse_args()
    codes, texts = tracts()
    west, south, east, north = shapely.total_bounds(shapely.from_geojson(texts))
    rng = np.random.default_rng(1)
    x, y = rng.uniform(west, east, asked.points), rng.uniform(south, north, asked.points)

    def with_tree() -> int:
        """Boundaries as text and coordinates as arrays, to pairs: all that shapely has to do."""
        tree = shapely.STRtree(shapely.from_geojson(texts))
        return int(tree.query(shapely.points(x, y), predicate="intersects").shape[1])

    def with_raster() -> int:
        return int((Areas("tract", codes, texts).find(x, y)[0] >= 0).sum())

    folder = Path(tempfile.mkdtemp(prefix="citylake_benchmark_"))
    try:
        spark = open_session(load_settings().spark)
        pd.DataFrame({"latitude": y, "longitude": x}).to_parquet(folder / "points.parquet")
        points = spark.read.parquet(str(folder / "points.parquet"))
        drawn = pd.DataFrame({"kind": "tract", "code": codes, "geometry": texts})
        drawn.to_parquet(folder / "areas.parquet")
        boundaries = spark.read.parquet(str(folder / "areas.parquet"))

        def with_spark() -> int:
            found = located(points, boundaries, ["tract"]).agg(F.count("*"), F.count("tract"))
            whole, held = found.collect()[0]
            assert whole == asked.points
            return int(held)

        works = {"tree": with_tree, "raster": with_raster, "spark": with_spark}
        held = {name: work() for name, work in works.items()}
        assert len(set(held.values())) == 1, held
        times = [{name: seconds(work) for name, work in works.items()} for _ in range(ROUNDS)]
        best = {name: min(t[name] for t in times) for name in works}
        middle = {name: statistics.median(t[name] for t in times) for name in works}
        print(f"{asked.points:,} points, {len(codes)} tracts, {held['tree']:,} of them inside one.")
        for name, said in (("raster", "Areas on one array"), ("spark", "located() in Spark")):
            print(
                f"shapely STRtree {best['tree']:.2f} s, {said} {best[name]:.2f} s, ratio of the "
                f"shortest {best[name] / best['tree']:.2f}, of the medians "
                f"{middle[name] / middle['tree']:.2f}; load average {os.getloadavg()[0]:.1f}"
            )
        spark.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
