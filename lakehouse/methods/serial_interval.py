"""The serial interval: how many days pass from one case to those it infects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import gamma

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
MOST = 1.01


@dataclass(frozen=True)
class UncertainInterval:
    """What is known of the serial interval: mean and sd in days, each with its own sd.

    ``mean_within`` and ``sd_within`` bound what they may be.
    """

    mean: float
    mean_sd: float
    sd: float
    sd_sd: float
    mean_within: tuple[float, float] = (1.0, float("inf"))
    sd_within: tuple[float, float] = (0.0, float("inf"))

    def allows(self, mean: float, sd: float) -> bool:
        """Whether both lie in their bounds, the mean above a day and above the sd."""
        inside = [
            low <= x <= high for x, (low, high) in ((mean, self.mean_within), (sd, self.sd_within))
        ]
        return all(inside) and mean > 1 and 0 < sd < mean


def shifted_gamma(mean: float, sd: float, days: int) -> Array:
    """The weights of 0, 1, ... ``days`` days: a gamma law shifted by a day, cut into days.

    ``mean`` (over 1) and ``sd`` in days. Weight k is the mass that a triangle of two days' width
    around k collects (Cori and others 2013, web appendix 11). PlanError for an impossible law.
    """
    if mean <= 1 or sd <= 0 or days < 1:
        raise PlanError(
            f"A serial interval of mean {mean} and standard deviation {sd} days over {days} days "
            "is not possible.",
            "Give a mean over 1 day, a positive standard deviation and 1 day or more.",
        )
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    k = np.arange(days + 1, dtype=float)

    def below(x: Array, a: float) -> Array:
        return np.asarray(gamma.cdf(x, a, scale=scale))

    mass = k * below(k, shape) + (k - 2) * below(k - 2, shape) - 2 * (k - 1) * below(k - 1, shape)
    first = 2 * below(k - 1, shape + 1) - below(k - 2, shape + 1) - below(k, shape + 1)
    return np.asarray(np.maximum(mass + shape * scale * first, 0))


def checked_weights(weights: npt.ArrayLike) -> Array:
    """The weights as floats, as they are; PlanError unless day 0 has none and they sum to 1.

    They may sum to less, for what was cut off, and to 1.01 at most: published ones are rounded.
    EpiEstim allows as much, and does not scale them either.
    """
    w = np.asarray(weights, dtype=float)
    if w.ndim != 1 or len(w) < 2 or w[0] != 0 or (w < 0).any() or not 0 < w.sum() <= MOST:
        raise PlanError(
            "These are no weights of a serial interval.",
            "Give one weight per day from day 0, which has none; together at most 1.",
        )
    return w


def infectivity(cases: npt.ArrayLike, weights: npt.ArrayLike) -> Array:
    """How infectious each day is: earlier cases weighed by the serial interval, shape (days,).

    The first day, before which nobody is known, is missing.
    """
    counts, w = np.asarray(cases, dtype=float), checked_weights(weights)
    made = np.convolve(counts, w)[: len(counts)]
    made[:1] = np.nan
    return np.asarray(made)


def likely(
    interval: UncertainInterval, number: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Means and sds that the serial interval may have; PlanError when hardly any is possible."""
    found: list[tuple[float, float]] = []
    for _ in range(1000 * number):
        if len(found) == number:
            return found
        mean = float(rng.normal(interval.mean, interval.mean_sd))
        sd = float(rng.normal(interval.sd, interval.sd_sd))
        if interval.allows(mean, sd):
            found.append((mean, sd))
    raise PlanError(
        "The serial interval is too uncertain: hardly any draw has a mean over 1 day and its sd.",
        "Give a mean over 1, smaller uncertainties, and bounds that hold it.",
    )
