"""Numbers that neighbourhoods can hand out without asking each other, and their disguises."""

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


def local_numbers(area: int, count: int) -> pd.Series:
    """Numbers for `count` things of one neighbourhood, different in the city below 100,000."""
    return area * 100_000 + pd.Series(range(count))


def disguised(number: pd.Series, key: int, letter: str) -> pd.Series:
    """Each number as another identifier: one to one for a key, and in another order.

    Multiplied modulo the largest prime of ten digits, so that different numbers below it stay
    different.
    """
    mixed = [(int(n) + 1) * key % 9_999_999_967 for n in number]
    return pd.Series([f"{letter}{m:010d}" for m in mixed], index=number.index, dtype=object)
