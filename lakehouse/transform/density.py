"""Kernel density of events around points over the days before each, to twelve digits."""

from __future__ import annotations

from math import exp, pi

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.methods.window_sums import LEFT_OUT, by_tile, window_sums

AT_ONCE = 4_000_000  # pairs of points and events held in memory
REACH = 10.0  # bandwidths: a single event further off adds less than exp(-50)
ERROR = 1e-12  # relative, of what is left out of a sum
STEPS = (-1, 0, 1)


def density(
    points: DataFrame, events: DataFrame, *, days: int, bandwidth: float, name: str
) -> DataFrame:
    """Mean product Gaussian of all events of the days [day - days, day] around each point.

    ``points`` has ``point_id`` (string), ``day``, ``latitude``, ``longitude``; ``events`` has
    ``day``, ``latitude``, ``longitude``; ``bandwidth`` is in degrees. Gives ``point_id`` and
    ``name`` per square bandwidth (1 / (2 pi h²)); a point without a place or without an event has
    no row. Published values go down to 1e-246, so every event counts, however far, where there is
    none near by (:func:`kernel_means`). Work grows with the points plus the events.
    """
    stretch = f"floor(datediff(day, date '1970-01-01') / {days + 1})"
    placed = "latitude is not null and longitude is not null and day is not null"
    number = F.expr("datediff(day, date '1970-01-01')").alias("day")
    asked = points.where(placed).select(
        "point_id", number, "latitude", "longitude", F.expr(stretch).alias("_stretch")
    )
    # The window of a point touches its own stretch of time and the one before.
    both = F.explode(F.array(F.expr(stretch), F.expr(f"{stretch} + 1")))
    seen = events.where(placed).select(number, "latitude", "longitude", both.alias("_stretch"))

    def of_stretch(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
        means = kernel_means(here, there, days, bandwidth)
        found = pd.DataFrame({"point_id": here["point_id"], name: means})
        return found[found[name].notna()]

    grouped = asked.groupBy("_stretch").cogroup(seen.groupBy("_stretch"))
    return grouped.applyInPandas(of_stretch, f"point_id string, {name} double")


def kernel_means(
    points: pd.DataFrame, events: pd.DataFrame, days: int, bandwidth: float
) -> np.ndarray:
    """The density of :func:`density` for points and events with whole-number days, shape (points,).

    Not a number where no event lies in a point's window. Events and points meet on a grid
    (``lakehouse.methods.window_sums``). Only where next to nothing is near, so that what the grid
    leaves out could be more than ``ERROR`` of the sum, a point meets the events of its own and the
    eight cells around it one by one, ``REACH`` bandwidths wide each; and where all the others
    together could still add more than that, every event of the window.
    """
    events = events.sort_values(["day", "latitude", "longitude"])
    when = events["day"].to_numpy()
    there = events[["latitude", "longitude"]].to_numpy()
    here = points[["latitude", "longitude"]].to_numpy()
    asked = points["day"].to_numpy()
    ends = np.searchsorted(when, np.column_stack([asked - days, asked + 1]))
    many = ends[:, 1] - ends[:, 0]
    sums = window_sums(here, asked, there, when, days, bandwidth)
    lost = np.flatnonzero((many > 0) & (sums * ERROR <= many * LEFT_OUT))
    sums[lost] = _near_sums(here[lost], asked[lost], there, when, days, bandwidth)
    lost = lost[sums[lost] * ERROR <= many[lost] * exp(-(REACH**2) / 2)]
    sums[lost] = _sums(here[lost], asked[lost], there, when, days, bandwidth)
    means = np.divide(sums, many, out=np.full(len(points), np.nan), where=many > 0)
    return np.asarray(means / (2 * pi * bandwidth**2))


def _near_sums(
    here: np.ndarray,
    asked: np.ndarray,
    there: np.ndarray,
    when: np.ndarray,
    days: int,
    bandwidth: float,
) -> np.ndarray:
    """As :func:`_sums`, of the events in each point's own and the eight cells around it."""
    sums = np.zeros(len(here))
    own, held = (by_tile(places, REACH * bandwidth) for places in (here, there))
    for (row, column), of_cell in own.items():
        around = ((row + i, column + k) for i in STEPS for k in STEPS)
        near = [held[cell] for cell in around if cell in held]
        if near:
            chosen = np.sort(np.concatenate(near))
            place, day = here[of_cell], asked[of_cell]
            sums[of_cell] = _sums(place, day, there[chosen], when[chosen], days, bandwidth)
    return sums


def _sums(
    here: np.ndarray,
    asked: np.ndarray,
    there: np.ndarray,
    when: np.ndarray,
    days: int,
    bandwidth: float,
) -> np.ndarray:
    """The kernels of all events of the window of each point, summed pair by pair."""
    made = np.zeros(len(here))
    for day, group in pd.Series(asked).groupby(asked).indices.items():
        first, last = np.searchsorted(when, [day - days, day + 1])
        if first == last:
            continue
        for part in np.array_split(group, -(-len(group) * (last - first) // AT_ONCE)):
            off = (here[part, None, :] - there[None, first:last, :]) / bandwidth
            made[part] = np.exp(-(off * off).sum(axis=2) / 2).sum(axis=1)
    return made
