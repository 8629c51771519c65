"""A path back to the usual level, as fast as the series has come back before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lakehouse.modelling.forecasting.paths import WEEK, Path, ahead, filled, shifted
from lakehouse.modelling.ties import Array

# The usual level and its weekdays are those of eight weeks.
USUAL_WEEKS = 8
# Of a weekday's mean deviation over eight weeks, this share is believed.
BELIEVED = 0.5


def returning(values: Array, horizons: Sequence[int]) -> Path:
    """The mean of eight weeks and its weekdays, and the share of today's deviation that stays.

    That share is learnt for each number of days ahead by least squares through the origin, on the
    days whose outcome was known by then, and lies between 0 and 1: a first-order autoregression
    estimated directly for each horizon (Marcellino, Stock and Watson 2006, J Econom 135).
    """
    held = pd.Series(filled(values))
    usual = held.rolling(USUAL_WEEKS * WEEK, min_periods=2 * WEEK).mean().to_numpy()
    off = held.to_numpy() - usual
    weekly = [shifted(off, WEEK * i) for i in range(USUAL_WEEKS)]
    seen = pd.DataFrame(np.column_stack(weekly))
    weekday = BELIEVED * seen.mean(axis=1).to_numpy()
    beside = off - weekday
    columns = []
    for h in horizons:
        then = shifted(weekday, -h % WEEK)
        left = ahead(values, h) - usual - then
        columns.append(usual + then + _stays(beside, left, h) * beside)
    return Path(np.maximum(np.column_stack(columns), 0), np.zeros(len(usual)))


def _stays(beside: Array, left: Array, h: int) -> Array:
    """The share of a deviation that is left h days later, by what was known on each day."""
    both = np.where(np.isfinite(beside * left), beside * left, 0).cumsum()
    square = np.where(np.isfinite(beside * left), beside**2, 0).cumsum()
    known, of = (np.nan_to_num(shifted(x, h)) for x in (both, square))
    share = np.divide(known, of, out=np.ones(len(known)), where=of > 0)
    return np.asarray(np.clip(share, 0, 1))
