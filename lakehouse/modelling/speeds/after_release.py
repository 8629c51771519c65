"""What came of an earlier day's outlook on speeds, at the detectors that measured since."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.modelling.outlook.after_release import loss_row

MEASURE = "error_to_usual"
HELD = 0.8  # share of hours that the bands are to hold


def day_after(hours: pd.DataFrame, listed: pd.DataFrame) -> dict[str, Any] | None:
    """The error of what was expected over that of the usual; None while nothing was measured.

    ``hours`` as ``measured`` takes them, ``listed``: detector_id, day, hour, expected with its
    ends and usual_speed as told then. A forecast is of one day, which is too little to call it off.
    """
    at = (pd.to_datetime(listed["day"]) - pd.Timestamp(0)).dt.days * 24 + listed["hour"]
    both = listed.assign(hour_number=at.astype(float)).merge(
        hours[hours["speed"] > 0], on=["detector_id", "hour_number"]
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
