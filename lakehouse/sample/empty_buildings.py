"""When buildings of a neighbourhood fell empty, and where its temporary hot spot therefore was."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.fire_strengths import STRENGTHS
from lakehouse.sample.spots import hot_spots
from lakehouse.sample.streams import stream


def fell_empty(city: City, area: int, known: pd.DataFrame) -> pd.Series:
    """The day on which each empty building of ``known`` (``buildings``) fell empty, by its index.

    Days are evenly drawn lengths of time apart, counted back from the last day of the records, so
    that a register of today holds them all: what was let or pulled down again is not in it.
    """
    rng, s = stream(city.seed, f"buildings/empty/{area}"), STRENGTHS
    empty = rng.permutation(known.index[known["kind"] == "VACANT"])
    apart = rng.uniform(s.least_apart, s.most_apart, len(empty))
    apart[:1] *= rng.random()
    ago = pd.to_timedelta(np.floor(np.cumsum(apart)), unit="D")
    return pd.Series(p.LAST_DAY - ago, index=empty, dtype="datetime64[ns]").sort_values()


def stays(city: City, area: int, known: pd.DataFrame) -> pd.DataFrame:
    """Where the neighbourhood's temporary hot spot was: lat, lon, starts, ends (without that day).

    It is around the building that fell empty last. Where the records begin before the first did,
    it is at one of the lasting hot spots until then. One row per stay, in order, from the first
    day to the last.
    """
    fell = fell_empty(city, area, known)
    at = known.loc[fell.index, ["lat", "lon"]].assign(starts=fell)
    if not (fell <= p.FIRST_DAY).any():
        before = hot_spots(city, area, "police").head(1).assign(starts=p.FIRST_DAY)
        at = pd.concat([before, at]) if len(at) else before
    starts = at["starts"].clip(lower=p.FIRST_DAY)
    every = at.assign(starts=starts, ends=starts.shift(-1, fill_value=p.AFTER))
    return every[every["starts"] < every["ends"]].reset_index(drop=True)
