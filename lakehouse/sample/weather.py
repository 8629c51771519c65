"""The weather of every day, in metric units."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.streams import stream

# How much of a day's warmth beyond the usual the next day has, and what comes on top of it.
CARRIED, DRAWN_SD = 0.75, 1.9


def daily_weather(seed: int) -> pd.DataFrame:
    """One row per day from 1 June 2016 to 30 June 2024: mm/h, deg C, km/h and percent.

    The maximum temperature is a yearly sine plus first-order autoregression, rounded like the
    delivery, so that a visit's true logit can be recomputed from what was delivered. All numbers
    are plainly chosen, for a mild climate by the sea; no station was fitted.
    """
    rng = stream(seed, "weather/daily")
    day = pd.Series(pd.date_range(p.WEATHER_FROM, p.LAST_DAY, freq="D"))
    season = _season(pd.DatetimeIndex(day))
    noise, drift = rng.normal(0, DRAWN_SD, day.size), np.zeros(day.size)
    for i in range(1, day.size):
        drift[i] = CARRIED * drift[i - 1] + noise[i]
    wet = rng.random(day.size) < 0.42
    humidity = 79 - 6 * season + 7 * wet + rng.normal(0, 6, day.size)
    return pd.DataFrame(
        {
            "day": day,
            "precipitation_intensity_mm_h": np.where(wet, rng.gamma(0.8, 0.25, day.size), 0).round(
                3
            ),
            "temperature_max_c": (usual_maximum(pd.DatetimeIndex(day)) + drift).round(1),
            "wind_speed_kmh": (4 + rng.gamma(4, 4.2, day.size)).round(1),
            "humidity_pct": np.clip(humidity, 25, 100).round(0),
        }
    )


def usual_maximum(days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    """Highest temperature in deg C of such days of the year, warmest on 22 July."""
    return np.asarray(14.5 + 8.5 * _season(days))


def _season(days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    return np.asarray(np.cos(2 * np.pi * (days.dayofyear.to_numpy() - 203) / 365.25))


def on_days(weather: pd.DataFrame, column: str, days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    """One column of the weather on each of the days."""
    return np.asarray(weather.set_index("day")[column].reindex(days).to_numpy())


def rain_mm(weather: pd.DataFrame, days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    """Millimetres that fell on each of the days."""
    return on_days(weather, "precipitation_intensity_mm_h", days) * 24
