"""What came of an earlier outlook on speeds, at the detectors that measured since."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.modelling.outlook.after_release import loss_row
from lakehouse.modelling.speeds.pace import Pace

MEASURE = "error_to_usual"
HELD = 0.8  # share of steps that the bands are to hold


def what_came(read: pd.DataFrame, listed: pd.DataFrame, pace: Pace) -> dict[str, Any] | None:
    """The error of what was expected over that of the usual; None while nothing was measured.

    ``read`` as ``measured`` takes it, ``listed``: detector_id, told_for (or day and hour), expected
    with its ends and usual_speed as told then. A forecast is of a day at most, which is too little
    to call it off.
    """
    told_for = pd.to_datetime(listed["told_for"] if "told_for" in listed else listed["day"])
    if "hour" in listed:
        told_for = told_for + pd.to_timedelta(listed["hour"], unit="h")
    step = (told_for - pd.Timestamp(0)) // pd.Timedelta(minutes=pace.minutes)
    both = listed.assign(step=step.astype(float), day=told_for.dt.date).merge(
        read[read["speed"] > 0], on=["detector_id", "step"]
    )
    if both.empty:
        return None
    own, plain = (
        (both["speed"] - both[name]).abs().to_numpy(dtype=float)
        for name in ("expected", "usual_speed")
    )
    inside = both["speed"].between(both["expected_low"], both["expected_high"])
    told = float(inside.sum()), HELD * len(both)
    return loss_row(MEASURE, own, plain, both["day"].astype(str), told, off=False)
