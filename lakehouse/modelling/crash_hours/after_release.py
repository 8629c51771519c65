"""What came of an earlier week's outlook on crashes, as far as it is reported by now."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.modelling.after_release import LEVEL, NEAR
from lakehouse.modelling.crash_hours.boosted import LATE
from lakehouse.modelling.crash_hours.record import known_record
from lakehouse.modelling.crash_hours.weeks import deviance
from lakehouse.modelling.outlook.after_release import loss_row

MEASURE = "deviance_to_usual"


def week_after(rows: pd.DataFrame, listed: pd.DataFrame) -> dict[str, Any] | None:
    """The deviance of what was expected over that of the usual; None while nothing is reported.

    ``rows`` of ``known_record``, ``listed``: community_area, day, hour, expected, usual as told
    then. Crashes of the last days known are still being reported: these do not count yet.
    """
    record = known_record(rows)
    number = (pd.to_datetime(listed["day"]) - pd.Timestamp(record.first)).dt.days.to_numpy()
    known = (number >= 0) & (number < record.days - LATE)
    if not known.any():
        return None
    told, number = listed[known], number[known]
    at = pd.Index(record.areas).get_indexer(told["community_area"])
    # An area without a crash on record had none.
    counts = record.counts[number, told["hour"].to_numpy(dtype=int), np.maximum(at, 0)]
    came = np.where(at >= 0, counts, 0).astype(float)
    expected, usual = (told[name].to_numpy(dtype=float) for name in ("expected", "usual"))
    both = float(came.sum()), float(expected.sum())
    sure = abs(both[0] - both[1]) > norm.ppf((1 + LEVEL) / 2) * np.sqrt(both[1])
    off = bool(sure and not NEAR[0] <= both[0] / both[1] <= NEAR[1])
    return loss_row(MEASURE, deviance(came, expected), deviance(came, usual), number, both, off)
