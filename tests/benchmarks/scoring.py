"""Compare scoring on Spark, reasons and all, with the same model asked on one table in memory."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit

from lakehouse.modelling.calibration import fit_calibrator
from lakehouse.modelling.final import FinalModel
from lakehouse.modelling.reasons import typical
from lakehouse.modelling.trees import BoostedTrees, FittedTrees
from lakehouse.run.answers.scored import score
from lakehouse.run.settings import load_settings
from lakehouse.store.session import open_session
from tests.benchmarks.drawn_events import DRAWN
from tests.benchmarks.measured import processor_seconds

FEATURES, TREES, DEPTH, LEARNT, THREADS = 40, 300, 6, 50_000, 2
NAMES = [f"f{i:02}" for i in range(FEATURES)]
AT_ONCE = 500_000  # rows drawn at a time


def drawn(rows: int, seed: int) -> pd.DataFrame:
    """Counts, shares with gaps, and numbers that are all different, as features are."""
    rng = np.random.default_rng(seed)
    X = {name: rng.normal(size=rows) for name in NAMES}
    for name in NAMES[:20]:
        X[name] = rng.poisson(3, rows).astype(float)
    for name in NAMES[20:30]:
        share = np.round(rng.beta(2, 5, rows), 2)
        X[name] = np.where(rng.random(rows) < 0.1, np.nan, share)
    return pd.DataFrame(X)


def trained() -> FinalModel:
    """Three hundred trees of depth six on drawn outcomes, calibrated on other rows."""
    rng = np.random.default_rng(0)
    X = drawn(2 * LEARNT, 0)
    log_odds = 0.4 * X["f00"] - 0.3 * X["f01"] * X["f35"] + X["f36"] - 1.5
    y = (rng.random(len(X)) < expit(log_odds.to_numpy())).astype(int)
    learnt, other = X[:LEARNT], X[LEARNT:]
    fitted = BoostedTrees(trees=TREES, depth=DEPTH).fit(learnt, y[:LEARNT])
    weeks = np.arange(LEARNT) % 50
    made = fit_calibrator(fitted.score(other), y[LEARNT:], weeks // 10, weeks, log_odds=True)
    usual = {n: typical(X[n]) for n in NAMES}
    return FinalModel("trees", fitted, made, usual, {n: f"feature {n}" for n in NAMES}, date.min)


def with_threads(final: FinalModel) -> FinalModel:
    """The model asked with all threads, as one would in a process that has them to itself."""
    assert isinstance(final.fitted, FittedTrees)
    booster = final.fitted.booster.copy()
    booster.set_param({"nthread": THREADS})
    return replace(final, fitted=replace(final.fitted, booster=booster, nthread=THREADS))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    began, spent = time.perf_counter(), processor_seconds(os.getpid())
    work()
    return time.perf_counter() - began, processor_seconds(os.getpid()) - spent


def said(name: str, rows: int, took: tuple[float, float]) -> float:
    """Print a line; rows per second of the wall."""
    wall, cpu = took
    print(f"{name:<40}{rows:>10,} rows {wall:>7.1f} s {rows / wall:>10,.0f}/s{cpu:>8.1f} cpu")
    return rows / wall


def compare(folder: Path, rows: int, direct: int, exact: bool) -> None:
    """Print rows per second in memory and through Spark, and the ratio."""
    for number, begin in enumerate(range(0, rows, AT_ONCE)):
        part = drawn(min(AT_ONCE, rows - begin), 1 + number)
        part.insert(0, "entity_id", np.arange(begin, begin + len(part)))
        part.to_parquet(folder / f"{number}.parquet", index=False)
    final = trained() if exact else trained().along_paths()
    threaded = with_threads(final)
    table = pd.read_parquet(folder / "0.parquet")[NAMES][:direct]
    threaded.predict(table[:1000])
    alone = timed(lambda: threaded.fitted.score(table))
    said("score alone, in memory", len(table), alone)
    whole = timed(lambda: threaded.predict(table))
    told = said("with range and reasons, in memory", len(table), whole)
    settings = load_settings("sample", {}).spark
    spark = open_session({**settings, "spark.master": f"local[{THREADS}]"})
    frame = spark.read.parquet(str(folder))
    score(frame.limit(1000), final, DRAWN).count()
    first = score(frame.where("entity_id < 500"), final, DRAWN).orderBy("entity_id").toPandas()
    pd.testing.assert_frame_equal(first.drop(columns="entity_id"), final.predict(table[:500]))
    made = score(frame, final, DRAWN).write.format("noop").mode("overwrite")
    took = timed(made.save)
    ours = said("the same through Spark", rows, took)
    cpu = took[1] / rows * len(table) / whole[1]
    print(
        f"Spark / memory {ours / told:.2f} of the rows per second, {cpu:.2f} times the processor "
        f"seconds a row; load average {os.getloadavg()[0]:.1f}"
    )
    spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--direct", type=int, default=AT_ONCE, help="rows of the table in memory")
    parser.add_argument("--exact", action="store_true", help="with few rows: TreeSHAP's reasons")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="citylake_benchmark_"))
    try:
        compare(folder, asked.rows, asked.direct, asked.exact)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
