"""The line that turns scores into log-odds, its slope drawn towards 1 as far as the rows allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import logit

from lakehouse.modelling.logistic_line import Line, Prior, fit_line
from lakehouse.modelling.ties import Array

# A prior so narrow that it fixes the slope, in standard deviations of the score.
FIXED = 1e-4


@dataclass(frozen=True)
class Platt:
    """logit(P) = intercept + slope * (score - centre) / spread.

    ``free`` is the line of the rows alone; where a slope is ``believed`` the fitted one is drawn
    towards it, by what ``variance`` (of the free slope) says about the distance between them.
    """

    intercept: float
    slope: float
    centre: float
    spread: float
    free: Line
    believed: float | None
    variance: float

    def lines(self, times: npt.NDArray[np.integer]) -> Array:
        """The line, (draws, 2), when block b is drawn ``times[:, b]`` times.

        One Newton step from the free line each (estimating-function bootstrap, Hu and Kalbfleisch
        2000), and drawn towards the believed slope again. No slope is below 0.
        """
        free = np.array([[self.free.intercept, self.free.slope]])
        # Less one each: the gradients themselves add up to nothing.
        drawn = free + (times - 1) @ self.free.gradients @ self.free.inverse
        made = self._drawn_in(drawn) - self._drawn_in(free) + [self.intercept, self.slope]
        return np.column_stack([made[:, 0], np.maximum(made[:, 1], 0)])

    def _drawn_in(self, lines: Array) -> Array:
        if self.believed is None:
            return lines
        slope = drawn_in(lines[:, 1], self.believed, self.variance)
        # The intercept that goes best with another slope, to first order.
        along = self.free.inverse[0, 1] / self.free.inverse[1, 1]
        return np.column_stack([lines[:, 0] + along * (slope - lines[:, 1]), slope])


def drawn_in(slope: npt.ArrayLike, believed: float, variance: float) -> Array:
    """Slopes drawn towards the believed one; those within one standard error of it become it.

    The distance d shrinks by 1 - variance / d²: the posterior mean when the prior's variance is
    estimated from the very distance (positive-part empirical Bayes, Efron and Morris 1973).
    """
    off = np.asarray(slope, dtype=float) - believed
    kept = np.maximum(0, 1 - variance / np.maximum(off**2, 1e-300))
    return np.asarray(believed + off * kept)


def platt_line(
    score: Array, outcome: Array, blocks: npt.ArrayLike, log_odds: bool = False
) -> Platt:
    """The line of ``fit_calibrator``, in the standardised score.

    A score that is a ``log_odds`` has about the slope 1 already: it keeps it unless the rows are
    sure of another.
    """
    centre, spread = float(score.mean()), float(score.std()) or 1.0
    ones = outcome.sum()
    target = np.where(outcome == 1, (ones + 1) / (ones + 2), 1 / (len(outcome) - ones + 2))
    x = (score - centre) / spread
    free = fit_line(x, target, blocks)
    if free is not None and log_odds:
        # Few blocks know little of how alike their rows are: never surer than independent rows.
        variance = float(max(free.covariance[1, 1], free.inverse[1, 1]))
        slope = float(drawn_in(free.slope, spread, variance))
        line = fit_line(x, target, blocks, Prior(slope, FIXED * spread)) if slope > 0 else None
        if line is not None:
            return Platt(line.intercept, line.slope, centre, spread, free, spread, variance)
    if free is None or free.slope <= 0 or log_odds:
        free = _base_rate(target, blocks)
    return Platt(free.intercept, free.slope, centre, spread, free, None, 0.0)


def _base_rate(target: Array, blocks: npt.ArrayLike) -> Line:
    rate = float(target.mean())
    sums = pd.Series(target - rate).groupby(np.asarray(blocks)).sum().to_numpy()
    inverse = np.array([[1 / (len(target) * rate * (1 - rate)), 0.0], [0.0, 0.0]])
    return Line(float(logit(rate)), 0.0, inverse, np.column_stack([sums, np.zeros_like(sums)]))
