"""When and where in a neighbourhood events happen: cycles of days and clusters of places."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats, inside
from lakehouse.sample.moments import season
from lakehouse.sample.streams import stream

HOT_SPOTS_EACH = 3
# Standard deviation around the centre, as a share of the neighbourhood's height and width.
AROUND = 0.22


def days_of_events(
    rng: np.random.Generator,
    mean: float,
    by_weekday: tuple[float, ...],
    peak: int,
    swing: float,
    since: pd.Timestamp = p.FIRST_DAY,
) -> pd.Series:
    """The days, in order, of a Poisson number of events with a weekly and a yearly cycle.

    `mean` is the expected number from `since` to the last day, `by_weekday` weighs Monday to
    Sunday; the year's top is on day-of-year `peak`, and `swing` (0 to 1) is the relative height
    of its cosine.
    """
    day = pd.date_range(since, p.LAST_DAY, freq="D")
    weight = np.array(by_weekday)[day.dayofweek] * season(day, peak, swing)
    return pd.Series(day.repeat(rng.poisson(mean * weight / weight.sum())))


def scattered(rng: np.random.Generator, city: City, area: int, count: int) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of `count` places around the neighbourhood's centre."""
    at = city.neighbourhood.iloc[area]
    return inside(
        at["lat"] + rng.normal(0, AROUND * (at["north"] - at["south"]), count),
        at["lon"] + rng.normal(0, AROUND * (at["east"] - at["west"]), count),
    )


def clustered(
    rng: np.random.Generator, city: City, area: int, count: int, what: str, tight: float
) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of `count` events of the neighbourhood: a Gaussian mixture.

    Half of the events scatter around its centre, half around the three hot spots of `what`,
    within a standard deviation of `tight` degrees of latitude.
    """
    spots = scattered(stream(city.seed, f"hot spots/{what}/{area}"), city, area, HOT_SPOTS_EACH)
    lat, lon = scattered(rng, city, area, count)
    spot, hot = rng.integers(0, HOT_SPOTS_EACH, count), rng.random(count) < 0.5
    # A degree of longitude is about 0.61 of one of latitude here, so it spreads wider.
    near_lat = spots[0][spot] + rng.normal(0, tight, count)
    near_lon = spots[1][spot] + rng.normal(0, tight * 1.6, count)
    return inside(np.where(hot, near_lat, lat), np.where(hot, near_lon, lon))
