"""How many there will be once all reports are in: a nowcast from the delays of reporting so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import nbinom

from lakehouse.declare.errors import PlanError
from lakehouse.methods.serial_interval import Array


def reporting_triangle(
    happened: npt.ArrayLike, reported: npt.ArrayLike, today: int, longest: int
) -> Array:
    """Counts by day and delay, shape (today + 1, longest + 1); missing where still to come.

    ``happened`` and ``reported`` are day numbers from 0, one entry per case; what was reported
    after ``today`` is not known, what took over ``longest`` days counts in the last column.
    """
    day, known = np.asarray(happened, dtype=int), np.asarray(reported, dtype=int)
    if (known < day).any() or (day < 0).any() or longest < 1:
        raise PlanError(
            "Some cases were reported before they happened, or before day 0.",
            "Give days counted from 0, and a longest delay of 1 day or more.",
        )
    seen = (known <= today) & (day <= today)
    delay = np.minimum(known[seen] - day[seen], longest)
    counts = np.zeros((today + 1, longest + 1))
    np.add.at(counts, (day[seen], delay), 1)
    to_come = np.arange(today + 1)[:, None] + np.arange(longest + 1) > today
    return np.where(to_come, np.nan, counts)


def reported_by(triangle: npt.ArrayLike, recent: int | None = None) -> Array:
    """The share of a day's cases that is reported within each delay, shape (longest + 1,).

    Reverse hazards: of those known with a delay of d or less, the share with d exactly, from days
    for which that is complete (Lawless 1994; the chain ladder's factors). ``recent`` keeps the
    last so many such days. Where nobody was seen with so short a delay, nothing is reported.
    """
    counts = np.asarray(triangle, dtype=float)
    longest = counts.shape[1] - 1
    kept = np.ones(longest + 1)
    for d in range(longest, 0, -1):
        whole = counts[np.isfinite(counts[:, d])][-(recent or len(counts)) :]
        within = whole[:, : d + 1].sum()
        late = whole[:, d].sum()
        kept[d - 1] = kept[d] * (1 - late / within if within > 0 else 1.0)
    return kept


def nowcast(
    triangle: npt.ArrayLike,
    *,
    recent: int | None = None,
    prior_weight: float = 4.0,
    level: float = 0.9,
) -> pd.DataFrame:
    """One row per day: day, reported, share (expected to be in), expected, low and high.

    Reported / share, drawn towards the average of the last complete week by a gamma prior of that
    mean and shape ``prior_weight``, so that a day without any report is not taken for a day
    without cases (Bayesian truncation, Höhle and an der Heiden 2014, with delays taken as known).
    What is still to come is negative binomial; low and high hold ``level`` of it, and are too
    narrow where delays change.
    """
    known = posterior(triangle, recent, prior_weight)
    still = known.shape / known.rate * known.to_come
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = (_still(q, known.shape, known.rate, known.to_come) for q in tails)
    return pd.DataFrame(
        {
            "day": np.arange(len(known.seen)),
            "reported": known.seen,
            "share": 1 - known.to_come,
            "expected": known.seen + still,
            "low": known.seen + low,
            "high": known.seen + high,
        }
    )


def nowcast_draws(
    triangle: npt.ArrayLike,
    draws: int,
    *,
    recent: int | None = None,
    prior_weight: float = 4.0,
    seed: int = 0,
) -> Array:
    """What the counts may turn out to be, shape (draws, days), by the law of :func:`nowcast`."""
    known, rng = posterior(triangle, recent, prior_weight), np.random.default_rng(seed)
    rate = rng.gamma(known.shape, 1 / known.rate, size=(draws, len(known.seen)))
    return np.asarray(known.seen + rng.poisson(rate * known.to_come), dtype=float)


@dataclass(frozen=True)
class Posterior:
    """Of each day: cases ``seen``, the gamma law of its rate, the share ``to_come``."""

    seen: Array
    shape: Array
    rate: Array
    to_come: Array


def posterior(triangle: npt.ArrayLike, recent: int | None, prior_weight: float) -> Posterior:
    """The rate of each day after what was reported of it; PlanError when no day is complete."""
    counts = np.asarray(triangle, dtype=float)
    longest = counts.shape[1] - 1
    share = reported_by(counts, recent)
    age = len(counts) - 1 - np.arange(len(counts))
    reach = np.where(age >= longest, 1.0, share[np.minimum(age, longest)])
    seen = np.nansum(counts, axis=1)
    usual = seen[age >= longest][-7:]
    if len(usual) == 0:
        raise PlanError(
            f"No day is {longest} days old: nothing is complete yet.",
            "Give more days or a shorter longest delay.",
        )
    mean = max(float(usual.mean()), 0.5)
    return Posterior(seen, prior_weight + seen, prior_weight / mean + reach, 1 - reach)


def _still(chance: float, shape: Array, rate: Array, to_come: Array) -> Array:
    """A quantile of what is still to come: Poisson, its rate gamma, times ``to_come``."""
    odds = rate / (rate + to_come)
    return np.where(to_come > 0, nbinom.ppf(chance, shape, odds), 0.0)
