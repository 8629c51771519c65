"""Outbreaks of disease that are planted in the emergency visits: what, where, when, how large."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY
from lakehouse.sample.streams import stream

SPAN = (LAST_DAY - FIRST_DAY).days + 1
# A detector needs weeks of usual days before it can call one unusual.
QUIET = 60
# Visits are reported up to so many days late, and all of an outbreak's are to be delivered.
SETTLES = 14


@dataclass(frozen=True)
class Plan:
    """An outbreak to be: syndrome, disease, days, and visits added per 1,000 residents."""

    syndrome: str
    disease: str
    days: int
    per_1000: float


# Attack rates are plainly chosen: a city-wide wave adds about as many visits as its syndrome
# usually brings, a local outbreak several times as many, but in one neighbourhood alone.
CITY_WIDE = (
    Plan("RESP", "INFA", 42, 8.0),
    Plan("GI", "NORO", 21, 4.0),
    Plan("RESP", "COV", 35, 6.0),
)
# For every 24 neighbourhoods, each in a neighbourhood of its own.
LOCAL = (
    Plan("GI", "SALM", 8, 16.0),
    Plan("GI", "CAMP", 10, 14.0),
    Plan("GI", "NORO", 6, 20.0),
    Plan("RESP", "LEGI", 14, 14.0),
    Plan("RESP", "COV", 12, 16.0),
)


def outbreaks(city: City) -> pd.DataFrame:
    """One row per outbreak, numbered from 1 in `outbreak`.

    Columns: syndrome, disease, neighbourhood (0-based, -1 everywhere), first (day number since
    the first day), days, per_1000. City-wide ones come one in each third of the span, local ones
    on any day after the first weeks; all are over and reported by the last day.
    """
    rng = stream(city.seed, "outbreak/plan")
    third = (SPAN - QUIET - SETTLES) // len(CITY_WIDE)
    rows = []
    for slot, plan in enumerate(CITY_WIDE):
        first = QUIET + slot * third + int(rng.integers(0, third - plan.days))
        rows.append((plan.syndrome, plan.disease, -1, first, plan.days, plan.per_1000))
    count = len(city.neighbourhood)
    plans = [plan for _ in range(max(1, count // 24)) for plan in LOCAL]
    places = rng.permutation(count)[: len(plans)]
    for plan, place in zip(plans, places.tolist(), strict=True):
        first = QUIET + int(rng.integers(0, SPAN - QUIET - SETTLES - plan.days))
        rows.append((plan.syndrome, plan.disease, place, first, plan.days, plan.per_1000))
    names = ["syndrome", "disease", "neighbourhood", "first", "days", "per_1000"]
    made = pd.DataFrame(rows, columns=names)
    made.insert(0, "outbreak", np.arange(1, len(made) + 1))
    return made


def curve(days: int) -> Floats:
    """Share of an outbreak's cases on each of its days: a gamma curve of shape 2.5.

    Right-skewed, as a common source's epidemic curve is; the shape is plainly chosen.
    """
    at = (np.arange(days) + 0.5) * 5 / days
    weight = at**1.5 * np.exp(-at)
    return np.asarray(weight / weight.sum())


def added(city: City, area: int) -> list[tuple[int, str, str, Floats]]:
    """Outbreaks that reach a neighbourhood: number, syndrome, disease, expected visits per day.

    The days are those from the first to the last day of the span.
    """
    people = float(city.neighbourhood["people"].to_numpy()[area])
    every = outbreaks(city)
    here = every[every["neighbourhood"].isin([-1, area])]
    found = []
    for row in here.itertuples():
        expected = np.zeros(SPAN)
        expected[row.first : row.first + row.days] = curve(row.days) * people * row.per_1000 / 1_000
        found.append((int(row.outbreak), str(row.syndrome), str(row.disease), expected))
    return found
