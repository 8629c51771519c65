"""Relative risks smoothed over neighbours, just as smooth as the counts say they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import gammaln
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.methods.gamma_risk import SAME, cannot, one_for_all
from lakehouse.methods.map_patterns import Patterns, patterns_of
from lakehouse.methods.marshall import edges_of
from lakehouse.methods.small_area import LEAST_EXPECTED, Areas, Array, Words, areas_of, told

ROUNDS = 200
RANGE = (-12.0, 14.0)
APART = "It has no neighbour: drawn towards the whole map only."
PARTS = "The map has {} parts: each is smoothed by itself, their levels towards each other."


@dataclass(frozen=True)
class Smooth:
    """Coefficients and their covariance at one smoothness, with the criterion that chose it."""

    coefficients: Array
    covariance: Array
    freedom: float
    criterion: float
    smoothness: float


def smoothed_risk(
    cases: pd.Series,
    expected: pd.Series,
    edges: pd.DataFrame,
    covariates: pd.DataFrame | None = None,
    *,
    rank: int | None = None,
    level: float = 0.95,
    least: float = LEAST_EXPECTED,
) -> pd.DataFrame:
    """Poisson with log expected as offset and an intrinsic autoregression over the neighbours.

    Its smoothness has the highest Laplace-approximate restricted likelihood (Besag, York and
    Mollie 1991; Wood 2011), so the same counts always give the same map. ``edges``: i, j, each
    pair in both directions; ``rank``: how many patterns are kept (all). One row per area: cases,
    expected, relative_risk, low, high, above (P(relative risk > 1), normal on the log scale),
    shown and says. ``attrs``: coefficients (intercept first), errors, smoothness, freedom
    (effective) and criterion (minus log restricted likelihood). Areas are thousands at most: the
    work grows with their cube. Errors as in :func:`lakehouse.methods.marshall.marshall_local`,
    and PlanError when a covariate is missing or repeats others.
    """
    areas = areas_of(cases, expected)
    i, j = edges_of(areas, edges)
    fixed = _fixed(areas, covariates)
    if says := cannot(areas):
        return one_for_all(areas, level, least, says)
    patterns = patterns_of(len(areas.cases), i, j, rank)
    fit = smooth(areas, fixed, patterns)
    p = fixed.shape[1]
    numbers = _numbers(fit, np.hstack([fixed, patterns.shapes]), level)
    made = told(areas, numbers, least, _says(patterns, fit.freedom - p))
    made.attrs = {
        "coefficients": fit.coefficients[:p].tolist(),
        "errors": np.sqrt(np.diag(fit.covariance)[:p]).tolist(),
        "smoothness": fit.smoothness,
        "freedom": fit.freedom,
        "criterion": fit.criterion,
    }
    return made


def smooth(areas: Areas, fixed: Array, patterns: Patterns) -> Smooth:
    """The fit at the smoothness of the least criterion, looked for on the logarithmic scale."""

    def criterion(log_smoothness: float) -> float:
        made = _fit(areas, fixed, patterns, float(np.exp(log_smoothness))).criterion
        return made if np.isfinite(made) else np.inf

    # The criterion may have two valleys, so the deepest is looked for on a grid first.
    grid = np.linspace(*RANGE, 27)
    best = int(np.argmin([criterion(float(x)) for x in grid]))
    bounds = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(criterion, bounds=bounds, method="bounded", options={"xatol": 1e-7})
    return _fit(areas, fixed, patterns, float(np.exp(found.x)))


def _fit(areas: Areas, fixed: Array, patterns: Patterns, smoothness: float) -> Smooth:
    """Penalised iteratively reweighted least squares (Wood 2017, sections 3.4.1 and 6.2.4)."""
    use, p = areas.usable, fixed.shape[1]
    X = np.hstack([fixed, patterns.shapes])[use]
    y, offset = areas.cases[use], np.log(areas.expected[use])
    price = np.append(np.zeros(p), smoothness * patterns.price)
    beta, mean = np.zeros(X.shape[1]), y + 0.5
    for _ in range(ROUNDS):
        working = np.log(mean) - offset + (y - mean) / mean
        before, known = beta, X.T @ (X * mean[:, None])
        beta = np.asarray(np.linalg.solve(known + np.diag(price), X.T @ (mean * working)))
        mean = np.exp(np.clip(X @ beta + offset, -50, 50))
        if np.abs(beta - before).max() < 1e-10 * (1 + np.abs(beta).max()):
            break
    known = X.T @ (X * mean[:, None])
    covariance = np.asarray(np.linalg.inv(known + np.diag(price)))
    likely = float((y * np.log(mean) - mean - gammaln(y + 1)).sum())
    size = float(np.linalg.slogdet(known + np.diag(price))[1])
    paid = float(price @ beta**2) - float(np.log(price[p:]).sum())
    criterion = -likely + (paid + size - p * float(np.log(2 * np.pi))) / 2
    return Smooth(beta, covariance, float((covariance * known).sum()), criterion, smoothness)


def _numbers(fit: Smooth, design: Array, level: float) -> dict[str, Array]:
    log_risk = design @ fit.coefficients
    error = np.sqrt(((design @ fit.covariance) * design).sum(axis=1))
    reach = norm.ppf((1 + level) / 2) * error
    return {
        "relative_risk": np.exp(log_risk),
        "low": np.exp(log_risk - reach),
        "high": np.exp(log_risk + reach),
        "above": norm.cdf(log_risk / error),
    }


def _fixed(areas: Areas, covariates: pd.DataFrame | None) -> Array:
    ones = np.ones((len(areas.cases), 1))
    if covariates is None:
        return ones
    X = np.hstack([ones, covariates.reindex(areas.index).to_numpy(dtype=float)])
    if not np.isfinite(X).all() or np.linalg.matrix_rank(X) < X.shape[1]:
        raise PlanError(
            "A covariate is missing in some area, or says the same as others.",
            "Leave out those areas, or the column that repeats others.",
        )
    return X


def _says(patterns: Patterns, freedom: float) -> Words | str:
    if freedom < 0.5:
        return SAME
    if patterns.parts == 1:
        return ""
    alone = np.bincount(patterns.part, minlength=patterns.parts)[patterns.part] == 1
    return np.where(alone, APART, PARTS.format(patterns.parts))
