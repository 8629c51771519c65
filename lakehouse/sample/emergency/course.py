"""How many emergency visits are usual: per syndrome and day in a neighbourhood."""

import numpy as np

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import factors, usual_rate
from lakehouse.sample.emergency.strengths import STRENGTHS, SYNDROMES
from lakehouse.sample.moments import DAYS, season
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import on_days


def heat(city: City) -> Floats:
    """Factor on heat visits for every day of the span."""
    warmest = on_days(city.weather, "temperature_max_c", DAYS)
    return np.asarray(np.exp(STRENGTHS.per_degree * np.maximum(warmest - STRENGTHS.heat_from, 0)))


def usual(city: City, area: int) -> Floats:
    """Expected visits without outbreaks, shape (syndromes, days)."""
    place = usual_rate(city, area, STRENGTHS.visits_a_year, STRENGTHS.health_tie)
    rows = [
        place * s.share * season(DAYS, s.peak, s.swing) * np.array(s.week)[DAYS.dayofweek]
        for s in SYNDROMES
    ]
    expected = np.array(rows)
    expected[[s.code for s in SYNDROMES].index("HEAT")] *= heat(city)
    return expected


def scattered(city: City, area: int, expected: Floats) -> Floats:
    """`expected` times the day's factor of the whole city and a factor of its own."""
    day, place = stream(city.seed, "emergency/day"), stream(city.seed, f"emergency/place/{area}")
    common = factors(day, STRENGTHS.day_dispersion, expected.shape)
    own = factors(place, STRENGTHS.area_dispersion, expected.shape)
    return np.asarray(expected * common * own)


def delay_shares() -> Floats:
    """Share of visits that are reported 0, 1, ... days after the day of arrival."""
    late = np.arange(STRENGTHS.longest_delay)
    tail = STRENGTHS.delay_decay**late
    return np.concatenate(
        [[STRENGTHS.same_day], (1 - STRENGTHS.same_day) * tail / tail.sum()]
    ).astype(np.float64)
