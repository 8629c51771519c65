"""The density is that of every event of the window, however far it lies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from lakehouse.transform import density as density_module
from lakehouse.transform.density import density, kernel_means
from tests.examples import examples

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


Rows = list[tuple[int, float, float, int]]
AWAY = st.floats(-9, 9)
ROW = st.tuples(st.integers(0, 3), AWAY, AWAY, st.integers(0, 60))


@st.composite
def frames(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Points and events around the same few spots, some of them far apart, on some of the days."""
    spots = draw(st.lists(st.tuples(*[st.floats(-60, 60)] * 2), min_size=4, max_size=4))
    far = draw(st.sampled_from([1.0, 1.0, 8.0]))

    def placed(rows: Rows) -> pd.DataFrame:
        # The last spot may be so far off that nothing is felt there.
        north = [H * (spots[s][0] * (far if s == 3 else 1) + y) for s, y, _, _ in rows]
        east = [H * (spots[s][1] + x) for s, _, x, _ in rows]
        day = [r[3] for r in rows]
        at = {"latitude": 41.9 + np.array(north), "longitude": -87.6 + np.array(east)}
        return pd.DataFrame(at | {"day": day})

    rows = st.lists(ROW, min_size=1, max_size=30)
    return placed(draw(rows)), placed(draw(rows))


def pair_by_pair(points: pd.DataFrame, events: pd.DataFrame) -> np.ndarray:
    """The mean kernel of all events of each point's window, not a number where there is none."""
    columns = ["latitude", "longitude"]
    off = (points[columns].to_numpy()[:, None] - events[columns].to_numpy()) / H
    age = points["day"].to_numpy()[:, None] - events["day"].to_numpy()
    seen = (age >= 0) & (age <= DAYS)
    sums = np.where(seen, np.exp(-(off**2).sum(axis=2) / 2), 0).sum(axis=1)
    many = seen.sum(axis=1)
    means = np.divide(sums, many, out=np.full(len(points), np.nan), where=many > 0)
    return np.asarray(means / (2 * np.pi * H**2))


@settings(max_examples=examples(150), deadline=None)
@given(frames())
def test_the_density_is_that_of_every_pair(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    made, every = kernel_means(*drawn, DAYS, H), pair_by_pair(*drawn)
    np.testing.assert_allclose(made, every, rtol=1e-11, atol=1e-290)


def town(many: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    spots = H * rng.uniform(0, 60, (5, 2))
    at = 41.9 + spots[rng.integers(0, 5, many)] + rng.normal(0, 3 * H, (many, 2))
    day = rng.integers(0, 4 * DAYS, many)
    return pd.DataFrame({"latitude": at[:, 0], "longitude": at[:, 1], "day": day})


def test_neither_the_order_of_rows_nor_other_points_nor_the_future_change_a_bit() -> None:
    points, events = town(300, 1), town(2000, 2)
    made = kernel_means(points, events, DAYS, H)
    np.testing.assert_allclose(made, pair_by_pair(points, events), rtol=1e-11, atol=1e-290)
    early = points[points["day"] < 2 * DAYS].sample(100, random_state=3)
    past = events[events["day"] < 2 * DAYS].sample(frac=1, random_state=4)
    again = kernel_means(early, past, DAYS, H)
    assert again.tolist() == made[early.index].tolist()


def test_points_among_events_meet_none_of_them_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else time would grow with points times events."""
    met: list[int] = []

    def counted(here: Any, asked: Any, there: Any, *more: Any) -> np.ndarray:
        met.append(len(here))
        return np.ones(len(here))

    monkeypatch.setattr(density_module, "_sums", counted)
    kernel_means(town(300, 2).assign(day=2 * DAYS), town(2000, 2), DAYS, H)
    assert sum(met) <= 3


def test_what_is_left_out_far_away_is_less_than_any_digit_shows() -> None:
    """Half of the points lie among events, half between one and thirty bandwidths off them."""
    rng = np.random.default_rng(4)
    columns = ["latitude", "longitude"]
    events = pd.DataFrame(41.9 + H * rng.uniform(0, 40, (500, 2)), columns=columns)
    points = pd.DataFrame(41.9 + H * rng.uniform(-30, 70, (80, 2)), columns=columns)
    events, points = events.assign(day=rng.integers(0, 15, 500)), points.assign(day=12)
    every = pair_by_pair(points, events)
    assert every.min() < 1e-100 < 1 < every.max()
    np.testing.assert_allclose(kernel_means(points, events, DAYS, H), every, rtol=1e-11)


def test_a_point_without_a_place_or_without_events_has_no_row(made: dict[str, float]) -> None:
    assert set(made) == {"alone", *(f"p{i}" for i in range(12))}
