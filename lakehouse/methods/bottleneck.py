"""Delay, and the hours in which the same place is congested day after day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

# Below this share of the free-flow speed a place is congested (the University of Maryland's RITIS
# ranks bottlenecks by it; the Federal Highway Administration's reports use it too).
CONGESTED = 0.6
# Congested on so many of its days an hour is so by design, not by accident.
RECURRENT = 0.5
COLUMNS = ["from_hour", "to_hour", "days", "share_congested", "speed", "vehicle_hours_lost"]


def delay(
    speed: npt.ArrayLike, free_flow: npt.ArrayLike, vehicles: npt.ArrayLike = 1.0
) -> npt.NDArray[np.float64]:
    """Vehicle-hours lost on each mile: time beyond that at free flow, never below nothing.

    Speeds in miles per hour; missing or not above zero is missing.
    """
    v, free = np.asarray(speed, dtype=float), np.asarray(free_flow, dtype=float)
    good = (v > 0) & (free > 0)
    beyond = 1 / np.where(good, v, 1.0) - 1 / np.where(good, free, 1.0)
    lost = np.asarray(vehicles, dtype=float) * np.maximum(beyond, 0.0)
    return np.where(good, lost, np.nan)


def recurrent_congestion(hours: pd.DataFrame, recurrent: float = RECURRENT) -> pd.DataFrame:
    """The stretches of the day in which a place is congested on most days, one row each.

    ``hours``: one row per hour of the day with hour, days (measured), congested (of those days),
    speed (their mean) and lost (vehicle-hours per mile and day). Hours side by side that recur are
    one stretch; an hour without a measured day ends it, as nobody knows. Columns from_hour,
    to_hour (the first hour after it), days (the fewest of its hours), share_congested and speed
    (means over its hours) and vehicle_hours_lost (their sum: per mile and day).
    """
    usual = hours.sort_values("hour")
    share = usual["congested"] / usual["days"].where(usual["days"] > 0)
    jammed = usual.assign(share=share)[share >= recurrent]
    # Hours that follow each other keep hour less number the same.
    run = jammed["hour"].to_numpy() - np.arange(len(jammed))
    rows = [
        {
            "from_hour": int(part["hour"].min()),
            "to_hour": int(part["hour"].max()) + 1,
            "days": int(part["days"].min()),
            "share_congested": float(part["share"].mean()),
            "speed": float(part["speed"].mean()),
            "vehicle_hours_lost": float(part["lost"].sum()),
        }
        for _, part in jammed.groupby(run)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
