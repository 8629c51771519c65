"""Speeds of Los Angeles' loop detectors, 15 to 60 minutes ahead, beside the last value."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.backtest import backtest
from lakehouse.modelling.speeds.boosted import BoostedSpeeds

# Five-minute steps; what lies between is drawn straight.
HOW = BoostedSpeeds(ahead=(1, 2, 3, 4, 6, 9, 12), period=288, around=3)


def judged(folder: Path, how: BoostedSpeeds = HOW) -> pd.DataFrame:
    """The figures of ``backtest`` on the last fifth of the week, by steps ahead (mph)."""
    speeds = pd.read_csv(folder / "los_speed.csv").to_numpy(dtype=float)
    near = pd.read_csv(folder / "los_adj.csv", header=None).to_numpy(dtype=float)
    np.fill_diagonal(near, 0.0)
    return backtest(speeds, near, how)


def main() -> None:
    """Print the figures over the first 15, 30 and 60 minutes."""
    from tests.shared_data import shared

    began = time.perf_counter()
    found = judged(shared("data", "benchmarks/los_loop"))
    print(found.loc[[3, 6, 12]].round(3).to_string())
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
