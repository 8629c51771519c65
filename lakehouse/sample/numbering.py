"""Running numbers that neighbourhoods can hand out without asking each other."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Ints


def dated_numbers(city: City, area: int, days: pd.Series, since: pd.Timestamp) -> Ints:
    """A number per event, unique in the city, that grows with the day it happened on.

    `days` may be in any order, not before `since`; moments count as their day. At most 1,000
    events of one neighbourhood fit into one day: ValueError beyond.
    """
    day = (days.dt.normalize() - since).dt.days.to_numpy().astype(np.int64)
    within = pd.Series(day).groupby(day).cumcount().to_numpy()
    if within.size and (day.min() < 0 or within.max() >= 1_000):
        raise ValueError(f"Area {area} has days before {since:%Y-%m-%d} or 1,000 events in a day.")
    return np.asarray((day * len(city.neighbourhood) + area) * 1_000 + within)
