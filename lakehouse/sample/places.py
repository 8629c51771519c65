"""When and where in the city events happen: cycles of days and clusters of places."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats, inside

HOT_SPOTS_EACH = 3


def days_of_events(
    rng: np.random.Generator, count: int, by_weekday: tuple[float, ...], peak: int, swing: float
) -> pd.Series:
    """`count` days in order, with a weekly and a yearly cycle.

    `by_weekday` weighs Monday to Sunday; the year's top is on day-of-year `peak`, and `swing`
    (0 to 1) is the relative height of its sine.
    """
    day = pd.date_range(p.FIRST_DAY, p.LAST_DAY, freq="D")
    season = 1 + swing * np.cos(2 * np.pi * (day.dayofyear.to_numpy() - peak) / 365.25)
    weight = np.array(by_weekday)[day.dayofweek] * season
    per_day = rng.multinomial(count, weight / weight.sum())
    return pd.Series(day.repeat(per_day))


def clustered_places(
    rng: np.random.Generator, city: City, weight: Floats, count: int, tight: float
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """Neighbourhood, latitude and longitude of `count` events from a Gaussian mixture.

    `weight` is per neighbourhood. Half of a neighbourhood's events scatter around its centre,
    half around three hot spots whose standard deviation is `tight` degrees of latitude.
    """
    area = rng.choice(weight.size, count, p=weight / weight.sum())
    shape = (weight.size, HOT_SPOTS_EACH)
    spot_lat, spot_lon = rng.normal(0, 0.006, shape), rng.normal(0, 0.010, shape)
    spot = rng.integers(0, HOT_SPOTS_EACH, count)
    hot = rng.random(count) < 0.5
    spread = np.where(hot, tight, 0.007)
    # A degree of longitude is about 0.61 of one of latitude here, so it spreads wider.
    lat = city.neighbourhood["lat"].to_numpy()[area] + np.where(hot, spot_lat[area, spot], 0)
    lon = city.neighbourhood["lon"].to_numpy()[area] + np.where(hot, spot_lon[area, spot], 0)
    lat, lon = inside(
        lat + rng.normal(0, 1, count) * spread, lon + rng.normal(0, 1, count) * spread * 1.6
    )
    return area, lat, lon
