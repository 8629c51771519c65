"""Kernel density of events around points over the days before each, exact to the last event."""

from __future__ import annotations

from math import pi

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

AT_ONCE = 4_000_000  # pairs of points and events held in memory


def density(
    points: DataFrame, events: DataFrame, *, days: int, bandwidth: float, name: str
) -> DataFrame:
    """Mean product Gaussian of all events of the days [day - days, day] around each point.

    ``points`` has ``point_id`` (string), ``day``, ``latitude``, ``longitude``; ``events`` has
    ``day``, ``latitude``, ``longitude``; ``bandwidth`` is in degrees. Gives ``point_id`` and
    ``name`` per square bandwidth (1 / (2 pi h²)); a point without a place or without an event has
    no row. Every event counts, however far: published values go down to 1e-246, so nothing may be
    cut off, and work grows with points x events of one window. Arrays make that bearable: one
    ``exp`` of numpy takes a tenth of the time of a row of a join.
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

    Not a number where no event lies in a point's window.
    """
    means = np.full(len(points), np.nan)
    events = events.sort_values(["day", "latitude", "longitude"])
    when = events["day"].to_numpy()
    y, x = (events[c].to_numpy() / bandwidth for c in ("latitude", "longitude"))
    own_y, own_x = (points[c].to_numpy() / bandwidth for c in ("latitude", "longitude"))
    for day, rows in points.groupby("day").indices.items():
        first, last = np.searchsorted(when, [day - days, day + 1])
        if first == last:
            continue
        for part in np.array_split(rows, -(-len(rows) * (last - first) // AT_ONCE)):
            dy = own_y[part, None] - y[None, first:last]
            dx = own_x[part, None] - x[None, first:last]
            means[part] = np.exp(-(dy * dy + dx * dx) / 2).mean(axis=1)
    return np.asarray(means / (2 * pi * bandwidth**2))
