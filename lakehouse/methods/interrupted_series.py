"""What changed in a monthly series when a law came into force: a level shift, and its placebo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.methods.judged import Array
from lakehouse.methods.quasi_poisson import fit

MONTHS = 48  # before the day: over a longer time no straight trend holds
LEAST = 36
LAGS = 12  # months whose errors may go together
EVERY = 6  # months between two days on which nothing began


@dataclass(frozen=True)
class Shift:
    """``ratio`` of what came to what would have come without it, with its interval.

    ``placebos`` days before on which nothing began were tried; ``alarms`` of them lie so far from
    1 that they would have been taken for an effect. The interval is as wide as they ask.
    """

    ratio: float
    low: float
    high: float
    placebos: int
    alarms: int


def interrupted_series(
    counts: pd.Series,
    day: pd.Timestamp,
    exposure: pd.DataFrame | None = None,
    level: float = 0.95,
) -> Shift:
    """The lasting step at ``day`` in monthly ``counts`` (index: months, none lacking).

    Log-linear quasi-Poisson regression over the four years before and all that came after, on the
    step, a straight trend, the month of the year and the logarithms of ``exposure`` (kilometres
    driven, a price: above 0, same index; Bernal, Cummins and Gasparrini 2017, Int J Epidemiol).
    Its error is the larger of two: Newey and West's (1987), for months go together, and the root
    mean square of the steps found on days on which nothing began, for a trend is never straight.
    PlanError with less than three years before, or half a year after.
    """
    counts = counts.sort_index()
    y = counts.to_numpy(dtype=float)
    begins = int((counts.index < day).sum())
    later = len(y) - begins
    beside = pd.DataFrame(index=counts.index) if exposure is None else exposure
    given = beside.reindex(counts.index).to_numpy(dtype=float)
    if begins < LEAST or later < 6:
        raise PlanError(
            f"{begins} months before {day:%Y-%m} and {later} from then on are too few.",
            f"Give {LEAST} before and 6 after at the least.",
        )
    if not (np.isfinite(y).all() and (y >= 0).all() and (given > 0).all()):
        raise PlanError(
            "A count is missing or negative, or an exposure is not above zero.",
            "Leave that exposure out, or fill the month.",
        )
    season = pd.DatetimeIndex(counts.index).month.to_numpy()
    before = min(begins, MONTHS)
    tried = [
        _step(y, given, season, at, before, later)[0]
        for at in range(before, begins - later + 1, EVERY)
    ]
    step, error = _step(y, given, season, begins, before, later)
    far = float(norm.ppf((1 + level) / 2))
    wide = max(error, float(np.sqrt(np.mean(np.square(tried)))) if tried else 0.0)
    ratio, low, high = (float(np.exp(step + side * far * wide)) for side in (0, -1, 1))
    return Shift(ratio, low, high, len(tried), sum(abs(one) > far * wide for one in tried))


def _step(
    y: Array, given: Array, months: npt.NDArray[np.int64], at: int, before: int, later: int
) -> tuple[float, float]:
    """The logarithm of the step at row ``at``, and its error."""
    rows = slice(at - before, at + later)
    y, given, months = y[rows], given[rows], months[rows]
    season = (months[:, None] == np.unique(months)[None, 1:]).astype(float)
    trend = (np.arange(len(y)) / 12)[:, None]
    after = np.arange(len(y)) >= before
    design = np.column_stack([np.ones(len(y)), after, trend, season, np.log(given)])
    design[:, 2:] -= design[:, 2:].mean(axis=0)
    fitted = fit(design, y[None])
    bread = fitted.covariance[0]
    spread = bread @ _meat(design * (y - fitted.fitted[0])[:, None]) @ bread
    spread = spread * len(y) / (len(y) - design.shape[1])
    return float(fitted.coefficients[0, 1]), float(np.sqrt(spread[1, 1]))


def _meat(scores: Array) -> Array:
    """Sum of the scores' products over months up to a year apart, weighed down with the gap."""
    total = scores.T @ scores
    for lag in range(1, LAGS + 1):
        product = scores[lag:].T @ scores[:-lag]
        total = total + (1 - lag / (LAGS + 1)) * (product + product.T)
    return np.asarray(total)
