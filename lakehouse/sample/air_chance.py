"""The chance of an air station to exceed a limit, from what was known the evening before."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.sample.air_strengths import STRENGTHS
from lakehouse.sample.city import City, Floats
from lakehouse.sample.heat import BELOW_MAXIMUM
from lakehouse.sample.weather import CARRIED, DRAWN_SD, on_days, usual_maximum

# A day's luck is taken at the middles of so many parts that are equally likely.
PARTS = (np.arange(40) + 0.5) / 40


def chance_over(city: City, days: pd.DatetimeIndex, dust: Floats) -> Floats:
    """Of either limit, shape (days, stations); ``dust`` is the log expected at 18 km/h of wind.

    The wind of one day tells nothing of the next, so it is any wind of the city; of the warmth a
    part is carried over.
    """
    s = STRENGTHS
    wind = np.quantile(city.weather["wind_speed_kmh"], PARTS)
    usual = dust[:, :, None] + s.still_air * (wind - 18)
    dusty = norm.sf((np.log(s.dust_limit) - usual) / np.hypot(s.dust_day_sd, s.dust_rest_sd))
    before = days - pd.Timedelta(days=1)
    over_usual = on_days(city.weather, "temperature_max_c", before) - usual_maximum(before)
    warmest = usual_maximum(days) + CARRIED * over_usual
    mean = warmest[:, None] + DRAWN_SD * norm.ppf(PARTS) - BELOW_MAXIMUM
    level = s.ozone + s.ozone_per_degree * np.maximum(mean - 10, 0)
    sunny = norm.sf((s.ozone_limit - level) / np.hypot(s.ozone_day_sd, s.ozone_rest_sd))
    neither = (1 - dusty.mean(axis=2)) * (1 - sunny.mean(axis=1))[:, None]
    return np.asarray(1 - neither)
