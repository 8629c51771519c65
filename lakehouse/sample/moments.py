"""When in the 24 months something happens: by season, weekday and hour."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import Floats

EVEN_WEEK = (1.0,) * 7
# Relative to an even day, hour by hour from midnight.
BY_DAY = (0.4,) * 6 + (0.8,) * 2 + (1.3,) * 12 + (1.0,) * 3 + (0.7,)
BY_NIGHT = (1.6,) * 3 + (0.8,) * 3 + (0.5,) * 6 + (0.9,) * 6 + (1.3,) * 3 + (1.7,) * 3
DAYS = pd.date_range(p.FIRST_DAY, p.LAST_DAY, freq="D")


def season(days: pd.DatetimeIndex, peak: int, swing: float) -> Floats:
    """1 + `swing` times the cosine of the year, its top on day-of-year `peak`."""
    return np.asarray(1 + swing * np.cos(2 * np.pi * (days.dayofyear.to_numpy() - peak) / 365.25))


def moments(
    rng: np.random.Generator,
    count: int,
    by_weekday: tuple[float, ...] = EVEN_WEEK,
    by_hour: tuple[float, ...] = BY_DAY,
    peak: int = 15,
    swing: float = 0.1,
) -> pd.Series:
    """`count` moments in random order, to the minute; the year's top is on day-of-year `peak`."""
    often = np.array(by_weekday)[DAYS.dayofweek] * season(DAYS, peak, swing)
    hours = np.array(by_hour)
    on = rng.choice(len(DAYS), count, p=often / often.sum())
    minute = rng.choice(24, count, p=hours / hours.sum()) * 60 + rng.integers(0, 60, count)
    return pd.Series(DAYS[on] + pd.to_timedelta(minute, unit="min"))


def later(start: pd.Series, minutes: Floats) -> pd.Series:
    """The moments moved on by `minutes`, to the full minute."""
    return (start + pd.to_timedelta(minutes, unit="min")).dt.floor("min")


def in_order(frame: pd.DataFrame, moment: str) -> pd.DataFrame:
    """The rows up to the last day in order of the column `moment`, numbered from 0."""
    kept = frame[frame[moment] < p.AFTER]
    return kept.sort_values(moment, kind="stable", ignore_index=True)
