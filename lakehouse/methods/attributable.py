"""How many deaths heat and cold are the cause of, as a fitted model sees them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.lagged_risk import LaggedRisk
from lakehouse.methods.natural_spline import Array

KINDS = ("all", "cold", "heat")


def attributable_deaths(
    deaths: pd.Series,
    temperature: pd.Series,
    fit: LaggedRisk,
    *,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """deaths, low, high, share, share_low, share_high and says for all, cold and heat.

    Looking forward (Gasparrini and Leone 2014): a day's temperature causes 1 - exp(-log risk) of
    the average daily deaths from that day to ``longest`` days later. Cold is below the
    minimum-mortality temperature, heat above it. Shares are of all those deaths; the interval
    comes from coefficients drawn from their normal law. Both series by day, as given to
    :func:`lakehouse.methods.lagged_risk.lagged_risk`; days without temperature or without all
    deaths after them are left out. 0 between 0 and 0 where ``fit`` says why it is none.
    """
    if fit.basis is None:
        return _told(np.zeros((2, 3)), 1.0, level, fit.says)
    days = pd.date_range(deaths.index.min(), deaths.index.max(), freq="D")
    degrees = temperature.reindex(days).to_numpy(dtype=float)
    after = pd.Series(deaths.reindex(days).to_numpy(dtype=float))[::-1]
    mean = after.rolling(fit.basis.longest + 1).mean()[::-1].to_numpy(dtype=float)
    whole = np.isfinite(degrees) & np.isfinite(mean)
    if not whole.any():
        return _told(np.zeros((2, 3)), 1.0, level, "No day has all the deaths after it.")
    degrees, mean = degrees[whole], mean[whole]
    rows = fit.basis.overall(degrees, fit.minimum)
    drawn = np.random.default_rng(seed).multivariate_normal(
        fit.coefficients, fit.covariance, draws, method="eigh"
    )
    sides = np.array([np.ones(len(mean)), degrees < fit.minimum, degrees > fit.minimum])
    part = sides * mean
    each = [(part @ -np.expm1(-(rows @ b))) for b in (fit.coefficients, *drawn)]
    return _told(np.array(each), float(mean.sum()), level, "")


def _told(each: Array, total: float, level: float, says: str) -> pd.DataFrame:
    """From numbers (1 + draws, kinds), the first row the estimate."""
    low, high = np.quantile(each[1:], [(1 - level) / 2, (1 + level) / 2], axis=0)
    made = pd.DataFrame({"deaths": each[0], "low": low, "high": high}, index=pd.Index(KINDS))
    for name, column in {"share": "deaths", "share_low": "low", "share_high": "high"}.items():
        made[name] = made[column] / max(total, 1e-300)
    return made.assign(says=says)
