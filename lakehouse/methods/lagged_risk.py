"""How the risk of dying follows the temperature of the last weeks: a distributed-lag model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.methods.cross_basis import PERCENTILES, CrossBasis, lag_basis, over_lags
from lakehouse.methods.natural_spline import Array, natural_spline, spread_knots

ROUNDS = 50
YEAR = 365.25
LEAST_DAYS = 365
FEW = "Only {} days have deaths and all temperatures before them; 365 are needed."
NO_DEATHS = "Nobody died on any day."
FLAT = "Temperatures hardly vary, or columns say the same: effects cannot be told apart."


@dataclass(frozen=True)
class LaggedRisk:
    """Coefficients of the cross-basis with their covariance (dispersion included).

    ``minimum`` is the temperature at which fewest die; ``beside`` has risk, low and high per unit
    of each further column, over its days together; ``says`` tells why nothing could be fitted.
    """

    basis: CrossBasis | None
    coefficients: Array
    covariance: Array
    dispersion: float
    minimum: float
    days: int
    beside: pd.DataFrame
    says: str = ""

    def curve(
        self, at: npt.ArrayLike, centre: float | None = None, level: float = 0.95
    ) -> pd.DataFrame:
        """temperature, risk, low, high and says: cumulative relative risk against ``centre``.

        Over all lags; the centre is the minimum-mortality temperature unless given. Where nothing
        could be fitted the risk is 1, between 0 and infinity.
        """
        degrees = np.asarray(at, dtype=float)
        if self.basis is None:
            flat = {"risk": 1.0, "low": 0.0, "high": np.inf, "says": self.says}
            return pd.DataFrame({"temperature": degrees}).assign(**flat)
        rows = self.basis.overall(degrees, self.minimum if centre is None else centre)
        error = np.sqrt(np.maximum(((rows @ self.covariance) * rows).sum(axis=1), 0.0))
        made = _risk(rows @ self.coefficients, error, level).assign(says="")
        made.insert(0, "temperature", degrees)
        return made


def lagged_risk(
    deaths: pd.Series,
    temperature: pd.Series,
    also: pd.DataFrame | None = None,
    *,
    also_longest: int = 0,
    longest: int = 21,
    percentiles: Sequence[float] = PERCENTILES,
    per_year: int = 7,
) -> LaggedRisk:
    """Quasi-Poisson regression of daily deaths (Gasparrini, Armstrong and Kenward 2010).

    ``deaths`` and ``temperature`` by day (a DatetimeIndex each); log mean = cross-basis of
    temperature over ``longest`` days + natural spline of time with ``per_year`` columns a year +
    day of the week + the columns of ``also`` (pollution, holidays), each linear on the day and,
    by a spline of the lag, the ``also_longest`` days before (a distributed lag: Zanobetti, Wand,
    Schwartz and Ryan, Biostatistics 2000). Knots of temperature at ``percentiles``. Days are
    dropped where anything is missing. With under a year of days, no deaths, or temperatures that
    do not vary, ``says`` tells so. PlanError when a day comes twice or a count is below zero.
    """
    frame, air = _by_day(deaths, temperature, also)
    after = lag_basis(also_longest)
    more = over_lags(air, after)
    y, degrees = frame["deaths"].to_numpy(dtype=float), frame["temperature"].to_numpy(dtype=float)
    if np.isfinite(degrees).sum() < LEAST_DAYS:
        return _nothing(FEW.format(int(np.isfinite(degrees).sum())))
    try:
        basis = CrossBasis.of(degrees, longest, percentiles)
    except PlanError:
        return _nothing(FLAT)
    lagged = basis.columns(degrees)
    parts = (np.ones((len(y), 1)), lagged, more, _season(frame.index, per_year))
    design = np.hstack(parts)
    whole = np.isfinite(design).all(axis=1) & np.isfinite(y)
    if says := _cannot(y[whole], design[whole]):
        return _nothing(says, int(whole.sum()))
    beta, covariance, dispersion = fit_log_linear(y[whole], design[whole])
    heat = slice(1, 1 + lagged.shape[1])
    others = slice(heat.stop, heat.stop + more.shape[1])
    # One row a pollutant: what a unit does over all its days, the sum of its effects by lag.
    together = np.kron(np.eye(air.shape[1]), after.sum(axis=0))
    error = np.sqrt(np.diag(together @ covariance[others, others] @ together.T))
    beside = _risk(together @ beta[others], error, 0.95)
    beside.index = pd.Index([] if also is None else also.columns)
    least, days = _minimum(basis, beta[heat], degrees), int(whole.sum())
    return LaggedRisk(basis, beta[heat], covariance[heat, heat], dispersion, least, days, beside)


def _season(days: pd.DatetimeIndex, per_year: int) -> Array:
    """Trend and season as a natural spline of time, and the days of the week but one."""
    time = np.arange(len(days), dtype=float)
    knots = spread_knots(time, per_year * max(round(len(days) / YEAR), 1))
    smooth = natural_spline(time, knots, (0.0, float(time[-1])))
    return np.hstack([smooth, np.eye(7)[days.dayofweek.to_numpy()][:, 1:]])


def fit_log_linear(y: Array, X: Array) -> tuple[Array, Array, float]:
    """Coefficients, covariance and dispersion (Pearson's) of one quasi-Poisson regression.

    Iteratively reweighted least squares (McCullagh and Nelder 1989, sections 2.5 and 9.2).
    """
    mean, beta = y + 0.1, np.zeros(X.shape[1])
    for _ in range(ROUNDS):
        before, target = beta, np.log(mean) + (y - mean) / mean
        known = X.T @ (X * mean[:, None])
        beta = np.asarray(np.linalg.solve(known, X.T @ (mean * target)))
        mean = np.exp(np.clip(X @ beta, -30, 30))
        if np.abs(beta - before).max() < 1e-9 * (1 + np.abs(beta).max()):
            break
    dispersion = float(((y - mean) ** 2 / mean).sum() / (len(y) - X.shape[1]))
    information = X.T @ (X * mean[:, None])
    return beta, np.asarray(dispersion * np.linalg.inv(information)), dispersion


def _by_day(
    deaths: pd.Series, temperature: pd.Series, also: pd.DataFrame | None
) -> tuple[pd.DataFrame, Array]:
    """Every day from the first to the last with deaths, missing where nothing was given."""
    given = [deaths, temperature] if also is None else [deaths, temperature, also]
    twice = not all(part.index.is_unique for part in given)
    if not len(deaths) or twice or (deaths < 0).any():
        raise PlanError(
            "A day comes twice, deaths are below zero, or there is no day at all.",
            "Give one count of 0 or more per day.",
        )
    days = pd.date_range(deaths.index.min(), deaths.index.max(), freq="D")
    frame = pd.DataFrame({"deaths": deaths.reindex(days), "temperature": temperature.reindex(days)})
    if also is None:
        return frame, np.empty((len(days), 0))
    return frame, also.reindex(days).to_numpy(dtype=float)


def _cannot(y: Array, X: Array) -> str:
    """Why nothing can be fitted; empty when it can."""
    if len(y) < LEAST_DAYS:
        return FEW.format(len(y))
    if not y.any():
        return NO_DEATHS
    # The triangle has the rank of the design and is far smaller.
    return FLAT if np.linalg.matrix_rank(np.linalg.qr(X, mode="r")) < X.shape[1] else ""


def _minimum(basis: CrossBasis, coefficients: Array, degrees: Array) -> float:
    """The whole degree of least risk between the 1st and 99th percentile (Gasparrini 2015)."""
    low, high = np.nanpercentile(degrees, [1, 99])
    grid = np.arange(np.ceil(low), np.floor(high) + 1)
    grid = grid if len(grid) else np.array([(low + high) / 2])
    return float(grid[np.argmin(basis.overall(grid, float(grid[0])) @ coefficients)])


def _risk(log_risk: Array, error: Array, level: float) -> pd.DataFrame:
    reach = norm.ppf((1 + level) / 2) * error
    made = {"risk": log_risk, "low": log_risk - reach, "high": log_risk + reach}
    return pd.DataFrame({name: np.exp(value) for name, value in made.items()})


def _nothing(says: str, days: int = 0) -> LaggedRisk:
    beside = pd.DataFrame(columns=["risk", "low", "high"], dtype=float)
    return LaggedRisk(None, np.empty(0), np.empty((0, 0)), 1.0, 0.0, days, beside, says)
