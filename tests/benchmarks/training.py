"""Compare trees trained on Spark with those of memory: seconds, the driver's memory, AUC."""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit

from lakehouse.modelling.measures import auc
from lakehouse.modelling.on_spark.learner import OnSpark
from lakehouse.modelling.on_spark.rows import KEY, OUTCOME
from lakehouse.modelling.trees import BoostedTrees
from lakehouse.run.settings import load_settings
from lakehouse.store.session import open_session
from tests.benchmarks.measured import run
from tests.benchmarks.scoring import AT_ONCE, NAMES, drawn

TREES = BoostedTrees(trees=100, depth=6, nthread=2)
LATER = 100_000  # cases that nobody learns from, to be judged by


def draw(folder: Path, rows: int) -> None:
    """Cases with a planted risk under folder: key, forty features, outcome."""
    for number, begin in enumerate(range(0, rows, AT_ONCE)):
        part = drawn(min(AT_ONCE, rows - begin), 1 + number)
        rng = np.random.default_rng(1000 + number)
        log_odds = 0.4 * part["f00"] - 0.3 * part["f01"] * part["f35"] + part["f36"] - 1.5
        part[OUTCOME] = (rng.random(len(part)) < expit(log_odds)).astype(float)
        # A case's key is a hash; this one spreads as a hash does.
        numbers = np.arange(begin, begin + len(part), dtype=np.uint64)
        part[KEY] = (numbers * np.uint64(0x9E3779B97F4A7C15)).astype(np.int64)
        part.to_parquet(folder / f"{number:04}.parquet", index=False)


def train(folder: Path, spark: bool) -> dict[str, float]:
    """Seconds of one fit, AUC on later cases, and peak megabytes of this process alone."""
    names = sorted(folder.glob("*.parquet"))
    columns = [KEY, OUTCOME] if spark else [KEY, OUTCOME, *NAMES]
    rows = pd.concat([pd.read_parquet(name, columns=columns) for name in names])
    rows = rows.set_index(KEY)
    learnt, later = rows[:-LATER], rows[-LATER:]
    candidate: BoostedTrees | OnSpark = TREES
    if spark:
        session = open_session({**load_settings("sample", {}).spark, "spark.master": "local[2]"})
        stored = session.read.parquet(str(folder)).drop(OUTCOME)
        candidate = OnSpark(TREES, stored, tuple(NAMES))
    began = time.perf_counter()
    fitted = candidate.fit(learnt.drop(columns=OUTCOME), learnt[OUTCOME].to_numpy())
    took = time.perf_counter() - began
    found = auc(fitted.score(later.drop(columns=OUTCOME)), later[OUTCOME].to_numpy())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "auc": float(found), "driver": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, help="where drawn cases are: train, nothing else")
    parser.add_argument("--spark", action="store_true")
    asked = parser.parse_args()
    if asked.folder:
        print(json.dumps(train(asked.folder, asked.spark)))
        return
    folder = Path(tempfile.mkdtemp(prefix="citylake_benchmark_"))
    try:
        draw(folder, asked.rows)
        for words, where in ((("--spark",), "on Spark"), ((), "in memory")):
            done = run("tests.benchmarks.training", "--folder", str(folder), *words, environ={})
            said = done.said
            print(
                f"{where:<10}{asked.rows:>11,} cases x {len(NAMES)} fit {said['seconds']:>6.1f} s, "
                f"AUC {said['auc']:.4f}; driver's own {said['driver']:,.0f} MB, "
                f"all processes {done.peak:,.0f} MB, {done.cpu:,.0f} processor s"
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
