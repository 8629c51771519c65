"""Plain rates by area and hour of the week: as counted, and drawn to what area and hour explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lakehouse.methods.negative_binomial import dispersion_of
from lakehouse.modelling.crash_hours.record import Array, Record, Whole

# Crashes in an hour of the week where none is on record: no rate is nothing at all.
LEAST = 0.1


@dataclass(frozen=True)
class Rates:
    """Crashes an hour, all of shape (168 hours of the week, areas).

    ``counted`` is the historical rate, ``smoothed`` draws it to the area's rate times the city's
    hour of the week, as far as the ``dispersion`` asks; ``seen`` crashes are on record.
    """

    counted: Array
    smoothed: Array
    seen: Array
    dispersion: float

    @property
    def daily(self) -> Array:
        """Crashes a day of each area, shape (areas,)."""
        return np.asarray(self.smoothed.sum(axis=0) / 7)


def rates_of(record: Record, days: Whole, dispersion: float | None = None) -> Rates:
    """Rates from these days of the record alone (Hauer 1997: gamma-Poisson, empirical Bayes)."""
    weekday, _ = record.calendar(days)
    by_day = [record.counts[days[weekday == one]].sum(axis=0) for one in range(7)]
    many = np.maximum(np.bincount(weekday, minlength=7), 1)
    hours = np.repeat(many, 24)[:, None].astype(float)
    seen = np.concatenate(by_day).astype(float)
    total = max(seen.sum(), 1.0)
    # The city's hours of the week are drawn in turn to what weekday and hour of the day explain.
    city = seen.sum(axis=1).reshape(7, 24)
    plain = np.maximum(np.outer(city.sum(axis=1), city.sum(axis=0)) / total, 1e-6)
    own = dispersion_of(city.ravel(), plain.ravel())
    shape = (plain * (1 + own * city) / (1 + own * plain)).ravel()
    mean = np.maximum(np.outer(shape, seen.sum(axis=0) + 0.5) / total, 1e-6)
    k = dispersion_of(seen.ravel(), mean.ravel()) if dispersion is None else dispersion
    smoothed = mean * (1 + k * seen) / (1 + k * mean)
    return Rates(np.maximum(seen, LEAST) / hours, smoothed / hours, seen, k)
