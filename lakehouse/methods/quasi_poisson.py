"""Log-linear quasi-Poisson regressions of many windows at once that share one design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lakehouse.methods.judged import Array

ROUNDS = 40
CLOSE = 1e-9
# Holds a level in which every count is zero at a rate near zero instead of minus infinity.
RIDGE = 1e-10


@dataclass(frozen=True)
class Fitted:
    """``k`` fits of ``n`` counts on ``p`` columns.

    ``coefficients`` (k, p); ``covariance`` (k, p, p) at dispersion 1; ``fitted`` (k, n);
    ``pearson`` (k,) dispersion by Pearson's residuals, ``dispersion`` (k,) that, at least 1, and
    ``working`` (k,) by the working residuals; ``freedom`` (k,) residual degrees; ``good`` (k,)
    whether the fit came to rest.
    """

    coefficients: Array
    covariance: Array
    fitted: Array
    pearson: Array
    dispersion: Array
    working: Array
    freedom: Array
    good: NDArray[np.bool_]


def fit(
    design: Array, counts: Array, weights: Array | None = None, start: Array | None = None
) -> Fitted:
    """Fit log E(counts) = design @ coefficients in every row of ``counts`` (k, n).

    Missing counts take no part; ``weights`` (k, n) are prior weights, ``start`` (k, n) fitted
    values to begin with. Iteratively reweighted least squares, quasi-likelihood dispersion
    (McCullagh and Nelder, Generalized Linear Models, 1989, chapters 2 and 9).
    """
    known = ~np.isnan(counts)
    prior = known.astype(float) if weights is None else np.where(known, weights, 0.0)
    y = np.where(known, counts, 0.0)
    columns = design.shape[1]
    ridge = RIDGE * np.eye(columns)
    # Normal equations are symmetric: half of the products say all.
    one, two = np.triu_indices(columns)
    halves, place = design[:, one] * design[:, two], np.empty((columns, columns), dtype=int)
    place[one, two] = place[two, one] = np.arange(len(one))
    mu = y + 0.1 if start is None else start
    eta, before = np.log(mu), np.full(len(y), np.inf)
    for _ in range(ROUNDS):
        normal = ((prior * mu) @ halves)[:, place] + ridge
        target = (prior * (mu * (eta - 1) + y)) @ design
        beta = np.linalg.solve(normal, target[..., None])[..., 0]
        eta = np.clip(beta @ design.T, -30.0, 30.0)
        mu = np.exp(eta)
        # The deviance, up to what does not depend on the coefficients.
        now = 2 * (prior * (mu - y * eta)).sum(axis=1)
        rest = np.abs(now - before) < CLOSE * (np.abs(now) + 0.1)
        if rest.all():
            break
        before = now
    normal = ((prior * mu) @ halves)[:, place] + ridge
    freedom = (prior > 0).sum(axis=1) - float(columns)
    at_least = np.maximum(freedom, 1.0)
    off = prior * (y - mu) ** 2 / mu
    pearson = off.sum(axis=1) / at_least
    spread = np.maximum(1.0, pearson)
    working = (off / mu).sum(axis=1) / at_least
    good = rest & (freedom > 0) & np.isfinite(spread)
    covariance = np.asarray(np.linalg.inv(normal), dtype=float)
    return Fitted(beta, covariance, mu, pearson, spread, working, freedom, good)


def fit_reweighted(design: Array, counts: Array, threshold: float) -> Fitted:
    """Fit, then fit again with past outbreaks weighted down.

    A count whose standardised Anscombe residual s is above ``threshold`` gets a weight
    proportional to 1/s^2, the others equal ones, and all sum to their number (Farrington et al.,
    J R Stat Soc A 1996; threshold 2.58 in Noufaily et al., Stat Med 2013).
    """
    first = fit(design, counts)
    mu, known = first.fitted, ~np.isnan(counts)
    y = np.where(known, counts, 0.0)
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    hat = mu * (first.covariance.reshape(len(mu), -1) @ products.T)
    scale = np.sqrt(first.dispersion[:, None] * np.clip(1 - hat, 1e-9, None))
    residual = 1.5 * (np.cbrt(y) ** 2 * mu ** (-1 / 6) - np.sqrt(mu)) / scale
    down = known / np.where(residual > threshold, residual, 1.0) ** 2
    total = np.maximum(down.sum(axis=1, keepdims=True), 1e-9)
    return fit(design, counts, down * known.sum(axis=1, keepdims=True) / total, start=mu)
