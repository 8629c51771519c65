"""How the time of the heat feature grows with inspections and events of one and the same city.

At 4 times and at 16 times the rows the city is 4 and 16 times as dense: were inspections to meet
the events around them one by one, the last would take 256 times as long as the first.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from lakehouse.transform import density

DAYS, H, SIDE = 90, 0.0025, 0.4
TIMES = (1, 4, 16)


def city(points: int, events: int, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Inspections and events of half a year around the 400 hot spots of a square city."""
    spots = np.random.default_rng(seed).uniform(0, SIDE, (400, 2))
    rng = np.random.default_rng((seed, points, events))

    def drawn(many: int) -> pd.DataFrame:
        at = spots[rng.integers(0, len(spots), many)] + rng.normal(0, 3 * H, (many, 2))
        day = rng.integers(0, 2 * (DAYS + 1), many)
        return pd.DataFrame({"latitude": at[:, 0], "longitude": at[:, 1], "day": day})

    return drawn(points), drawn(events)


def pairwise_means(points: pd.DataFrame, events: pd.DataFrame) -> np.ndarray:
    """As ``kernel_means``, every event of the window beside every point."""
    columns = ["latitude", "longitude"]
    here, there = (rows[columns].to_numpy() / H for rows in (points, events))
    asked, when = points["day"].to_numpy(), events["day"].to_numpy()
    made = np.empty(len(points))
    for n, (place, day) in enumerate(zip(here, asked, strict=True)):
        window = there[(when >= day - DAYS) & (when <= day)]
        made[n] = np.exp(-((window - place) ** 2).sum(axis=1) / 2).mean()
    return made / (2 * np.pi * H**2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=3_000)
    parser.add_argument("--events", type=int, default=24_000)
    asked = parser.parse_args()
    first = 0.0
    for times in TIMES:
        points, events = city(times * asked.points, times * asked.events)
        began = time.process_time()
        found = density.kernel_means(points, events, DAYS, H)
        took = time.process_time() - began
        first = first or took
        some = points.sample(500, random_state=1)
        off = np.abs(found[some.index] / pairwise_means(some, events) - 1).max()
        print(
            f"{times:>2} x: {len(points):,} inspections, {len(events):,} events, {took:.2f} s of "
            f"processor, {took / first:.1f} times the first, off by {off:.0e} at most",
            flush=True,
        )


if __name__ == "__main__":
    main()
