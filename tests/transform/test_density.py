"""The density is that of every event of the window, however far it lies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.transform.density import density, kernel_means

DAYS, H = 10, 0.0025
POINTS = "point_id string, day date, latitude double, longitude double"
EVENTS = "day date, latitude double, longitude double"
DAY = date(2014, 6, 30)


def drawn() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    rng = np.random.default_rng(3)
    near = [(float(a), float(b)) for a, b in 41.9 + rng.uniform(-0.01, 0.01, (60, 2))]
    far = [(42.0, 42.0), (41.9, 42.0)]
    events = [(DAY - timedelta(days=int(rng.integers(-3, 15))), *p) for p in (*near, *far)]
    events += [(DAY, None, 41.9), (DAY, 41.9, None)]
    points = [(f"p{i}", DAY - timedelta(days=i % 3), *near[i]) for i in range(12)]
    points += [("lost", DAY, None, 41.9), ("also lost", DAY, 41.9, None)]
    # No event of its ten days: only a far away point of time has some.
    points += [("quiet", DAY - timedelta(days=300), 41.9, 41.9)]
    return points, events


def by_hand(point: tuple[Any, ...], events: list[tuple[Any, ...]]) -> float:
    _, day, lat, lon = point
    chosen = [e for e in events if None not in e and 0 <= (day - e[0]).days <= DAYS]
    kernel = [np.exp(-(((y - lat) / H) ** 2 + ((x - lon) / H) ** 2) / 2) for _, y, x in chosen]
    return float(np.mean(kernel) / (2 * np.pi * H**2))


@pytest.fixture(scope="module")
def made(spark: SparkSession) -> dict[str, float]:
    """The drawn points, and one around which every event lies thirty bandwidths off."""
    points, events = drawn()
    alone = [("alone", DAY + timedelta(days=500), 41.9, 41.9)]
    away = [(DAY + timedelta(days=500 - k), 41.9 + 30 * H, 41.9 + k * H) for k in (0, DAYS)]
    late = [(DAY + timedelta(days=500 + k), 41.9, 41.9) for k in (1, -DAYS - 1)]
    rows = density(
        spark.createDataFrame(points + alone, POINTS),
        spark.createDataFrame(events + away + late, EVENTS),
        days=DAYS,
        bandwidth=H,
        name="heat",
    ).collect()
    assert len(rows) == len({r["point_id"] for r in rows})
    return {r["point_id"]: r["heat"] for r in rows}


def test_every_point_has_the_mean_kernel_of_all_events_of_its_window(
    made: dict[str, float],
) -> None:
    points, events = drawn()
    hand = {p[0]: by_hand(p, events) for p in points[:12]}
    assert {name: made[name] for name in hand} == pytest.approx(hand, rel=1e-9)


def test_an_event_far_away_still_counts(made: dict[str, float]) -> None:
    kernel = (np.exp(-(30**2) / 2) + np.exp(-(30**2 + DAYS**2) / 2)) / 2
    expected = kernel / (2 * np.pi * H**2)
    assert 0 < expected < 1e-190
    assert made["alone"] == pytest.approx(expected, rel=1e-6, abs=0)


def test_what_is_left_out_far_away_is_less_than_any_digit_shows() -> None:
    """Half of the points lie among events, half between one and thirty bandwidths off them."""
    rng = np.random.default_rng(4)
    columns = ["latitude", "longitude"]
    events = pd.DataFrame(41.9 + H * rng.uniform(0, 40, (500, 2)), columns=columns)
    points = pd.DataFrame(41.9 + H * rng.uniform(-30, 70, (80, 2)), columns=columns)
    events, points = events.assign(day=rng.integers(0, 15, 500)), points.assign(day=12)
    window = events[events["day"].between(2, 12)]
    off = (points[columns].to_numpy()[:, None] - window[columns].to_numpy()) / H
    every = np.exp(-(off**2).sum(axis=2) / 2).mean(axis=1) / (2 * np.pi * H**2)
    assert every.min() < 1e-100 < 1 < every.max()
    np.testing.assert_allclose(kernel_means(points, events, DAYS, H), every, rtol=1e-9)


def test_a_point_without_a_place_or_without_events_has_no_row(made: dict[str, float]) -> None:
    assert set(made) == {"alone", *(f"p{i}" for i in range(12))}
