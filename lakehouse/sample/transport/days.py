"""When crashes happen: the wave of the year, the weekday, the rain, and the hour."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats
from lakehouse.sample.moments import season
from lakehouse.sample.transport.strengths import STRENGTHS

# Monday to Sunday, as in most police records: most on Friday, fewest on Sunday.
BY_WEEKDAY = (0.98, 1.00, 1.02, 1.05, 1.16, 0.96, 0.83)
TOP_OF_YEAR = 320
WORKDAY = (1, 1, 1, 1, 1, 2, 5, 9, 10, 7, 6, 6, 7, 7, 8, 10, 12, 13, 10, 7, 5, 4, 3, 2)
WEEKEND = (5, 4, 4, 3, 3, 2, 2, 2, 3, 5, 6, 8, 9, 9, 9, 9, 9, 8, 8, 7, 6, 5, 5, 5)


def crash_days(city: City) -> pd.DataFrame:
    """The days from 1 July 2016 to 30 June 2024: `day`, `is_wet`, `factor`.

    `factor` is a day's share of the crashes to that of a mean day, so it is 1 on average.
    """
    every = city.weather[city.weather["day"] >= p.CRASHES_FROM].reset_index(drop=True)
    day, wet = every["day"], every["precipitation_intensity_mm_h"] > 0
    wave = season(pd.DatetimeIndex(day), TOP_OF_YEAR, STRENGTHS.season)
    factor = np.array(BY_WEEKDAY)[day.dt.dayofweek] * wave
    factor = factor * np.where(wet, STRENGTHS.wet_day, 1.0)
    return pd.DataFrame({"day": day, "is_wet": wet, "factor": factor / factor.mean()})


def moments(rng: np.random.Generator, days: pd.DataFrame, count: int) -> pd.DataFrame:
    """`count` moments in the order drawn: `crashed_at` to the minute, and `is_wet`."""
    share = (days["factor"] / days["factor"].sum()).to_numpy()
    at = days.iloc[rng.choice(len(days), count, p=share)]
    profile = np.array((WORKDAY, WEEKEND))[(at["day"].dt.dayofweek >= 5).astype(int)]
    within = np.cumsum(profile, axis=1) / profile.sum(axis=1, keepdims=True)
    hour = (rng.random((count, 1)) > within).sum(axis=1)
    minute = pd.to_timedelta(hour * 60 + rng.integers(0, 60, count), unit="min")
    crashed = (at["day"] + pd.Series(minute, at.index)).to_numpy()
    return pd.DataFrame({"crashed_at": crashed, "is_wet": at["is_wet"].to_numpy()})


def years_of(days: pd.DataFrame) -> float:
    """The length of the whole span in years, to turn yearly rates into numbers of crashes."""
    return len(days) / 365.25


def light_of(moment: pd.Series) -> npt.NDArray[np.object_]:
    """DAY, TWILIGHT or DARK by the hour and the length of the day, which is a sine of the year."""
    hour = moment.dt.hour + moment.dt.minute / 60
    # Half the daylight at 52 degrees north: 3.9 hours at Christmas, 8.4 at midsummer.
    turn = 2 * np.pi * (moment.dt.dayofyear - 172) / 365.25
    half: Floats = np.asarray(6.15 + 2.25 * np.cos(turn))
    off = np.abs(hour.to_numpy() - 12.7) - half
    return np.select([off < -0.4, off < 0.4], ["DAY", "TWILIGHT"], "DARK").astype(object)
