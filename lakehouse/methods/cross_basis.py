"""What somebody was exposed to over the last days, as columns: how much, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.methods.natural_spline import Array, log_knots, natural_spline

PERCENTILES = (10.0, 75.0, 90.0)
LAG_KNOTS = 3


@dataclass(frozen=True)
class CrossBasis:
    """A natural spline of the exposure times one of the lag (Gasparrini, Armstrong and Kenward
    2010), the lag's with intercept and knots on the logarithmic scale."""

    knots: tuple[float, ...]
    ends: tuple[float, float]
    longest: int

    @classmethod
    def of(
        cls, exposure: npt.ArrayLike, longest: int, percentiles: Sequence[float] = PERCENTILES
    ) -> CrossBasis:
        """With knots at percentiles of what was seen, and ends at the least and the most.

        PlanError when it varies too little for that.
        """
        seen = np.asarray(exposure, dtype=float)
        natural_spline([], np.nanpercentile(seen, percentiles), (np.nanmin(seen), np.nanmax(seen)))
        knots = tuple(float(np.nanpercentile(seen, p)) for p in percentiles)
        return cls(knots, (float(np.nanmin(seen)), float(np.nanmax(seen))), longest)

    def columns(self, exposure: npt.ArrayLike) -> Array:
        """Shape (days, columns) of one exposure per day, without gaps in the days.

        Missing for the first ``longest`` days, and as long after a day without exposure.
        """
        return over_lags(self._exposure(exposure), self._lags())

    def overall(self, at: npt.ArrayLike, centre: float) -> Array:
        """Rows (values, columns) whose product with the coefficients is the log risk of an
        exposure ``at`` against ``centre``, summed over all lags."""
        rise = self._exposure(at) - self._exposure([centre])
        return np.asarray(np.kron(rise, self._lags().sum(axis=0)))

    def by_lag(self, at: float, centre: float) -> Array:
        """The same lag by lag, shape (longest + 1, columns)."""
        return np.asarray(np.kron(self._exposure([at]) - self._exposure([centre]), self._lags()))

    def _exposure(self, x: npt.ArrayLike) -> Array:
        return natural_spline(x, self.knots, self.ends)

    def _lags(self) -> Array:
        return lag_basis(self.longest)


def lag_basis(longest: int) -> Array:
    """Shape (longest + 1, columns): how effects may run over the days after; 1 for one day."""
    if longest == 0:
        return np.ones((1, 1))
    knots = log_knots(longest, LAG_KNOTS)
    return natural_spline(range(longest + 1), knots, (0.0, float(longest)), intercept=True)


def over_lags(each: Array, lags: Array) -> Array:
    """Shape (days, columns of ``each`` x columns of ``lags``), each column's by lag together.

    Missing for the first days, and as long after a day on which anything is missing.
    """
    longest = len(lags) - 1
    made = np.full((len(each), each.shape[1] * lags.shape[1]), np.nan)
    days = len(each) - longest
    if days > 0:
        past = [each[longest - lag : longest - lag + days] for lag in range(longest + 1)]
        made[longest:] = np.einsum("ldv,lk->dvk", np.array(past), lags).reshape(days, -1)
    return made
