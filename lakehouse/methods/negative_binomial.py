"""Negative-binomial regression (NB2) by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, xlogy

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]

# Below this dispersion the variance is the mean's to six digits: the counts are Poisson.
POISSON = 1e-7
MOST = 1e4
ROUNDS = 200
HALVINGS = 30


@dataclass(frozen=True)
class NegativeBinomial:
    """E[y] = exp(X coefficients + offset), Var[y] = mean + dispersion * mean².

    ``errors`` are standard errors from the expected information; ``dispersion`` 0 is Poisson.
    """

    coefficients: Array
    errors: Array
    dispersion: float
    log_likelihood: float

    def mean(self, X: npt.ArrayLike, offset: npt.ArrayLike = 0.0) -> Array:
        """Expected counts, shape (rows,)."""
        eta = np.asarray(X, dtype=float) @ self.coefficients + np.asarray(offset, dtype=float)
        return np.asarray(np.exp(np.clip(eta, -50, 50)))


def log_probability(y: npt.ArrayLike, mean: npt.ArrayLike, dispersion: float) -> Array:
    """Log of the NB2 probability of each count (Cameron and Trivedi 2013, section 3.3.1)."""
    counts, mu = np.asarray(y, dtype=float), np.asarray(mean, dtype=float)
    if dispersion <= POISSON:
        return np.asarray(xlogy(counts, mu) - mu - gammaln(counts + 1))
    size = 1 / dispersion
    return np.asarray(
        gammaln(counts + size)
        - gammaln(size)
        - gammaln(counts + 1)
        + xlogy(counts, dispersion * mu)
        - (counts + size) * np.log1p(dispersion * mu)
    )


def dispersion_of(y: npt.ArrayLike, mean: npt.ArrayLike) -> float:
    """The dispersion with the highest likelihood for given means; 0 when none is needed."""
    counts, mu = np.asarray(y, dtype=float), np.asarray(mean, dtype=float)
    # What a step of the search asks of each row is one logarithm: the gamma functions are those of
    # the few counts there are, and the rest does not depend on the dispersion.
    known, times = np.unique(counts, return_counts=True)
    whole, rest = float(counts.sum()), float((xlogy(counts, mu) - gammaln(counts + 1)).sum())

    def loss(log_dispersion: float) -> float:
        k = float(np.exp(log_dispersion))
        size = 1 / k
        rising = float(times @ (gammaln(known + size) - gammaln(size)))
        told = rising + whole * log_dispersion + rest
        return float((counts + size) @ np.log1p(k * mu)) - told

    found = minimize_scalar(
        loss, bounds=(np.log(POISSON), np.log(MOST)), method="bounded", options={"xatol": 1e-9}
    )
    none = -float(log_probability(counts, mu, 0.0).sum())
    return float(np.exp(found.x)) if found.fun < none - 1e-9 else 0.0


def negative_binomial(
    y: npt.ArrayLike, X: npt.ArrayLike, offset: npt.ArrayLike = 0.0
) -> NegativeBinomial:
    """Fit coefficients and dispersion in turn until neither moves (Venables and Ripley 2002, 7.4).

    ``y`` counts, shape (rows,); ``X`` (rows, columns) with a column of ones for an intercept;
    ``offset`` is added to the logarithm of the mean. PlanError when a count is negative, a number
    is missing, all counts are zero (the mean has no logarithm then), or columns say the same.
    """
    counts, design = np.asarray(y, dtype=float), np.asarray(X, dtype=float)
    shift = np.broadcast_to(np.asarray(offset, dtype=float), counts.shape)
    _check(counts, design, shift)
    beta = np.zeros(design.shape[1])
    mean, k, before = counts + 0.5, 0.0, -np.inf
    for _ in range(ROUNDS):
        beta, mean = _coefficients(counts, design, shift, k, mean)
        k = dispersion_of(counts, mean)
        reached = float(log_probability(counts, mean, k).sum())
        if abs(reached - before) < 1e-10 * (1 + abs(reached)):
            break
        before = reached
    information = design.T @ (design * (mean / (1 + k * mean))[:, None])
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return NegativeBinomial(beta, errors, k, float(log_probability(counts, mean, k).sum()))


def _coefficients(y: Array, X: Array, offset: Array, k: float, mean: Array) -> tuple[Array, Array]:
    """Fisher's scoring for a given dispersion, from the means so far.

    A step that would lower the likelihood is halved: past a count far beyond its mean whole steps
    swing to and fro and never come to rest.
    """

    def means(beta: Array) -> Array:
        return np.asarray(np.exp(np.clip(X @ beta + offset, -30, 30)))

    beta: Array = np.zeros(X.shape[1])
    reached = -np.inf
    for _ in range(ROUNDS):
        weight = mean / (1 + k * mean)
        working = np.log(mean) - offset + (y - mean) / mean
        before = beta
        beta = np.asarray(np.linalg.solve(X.T @ (X * weight[:, None]), X.T @ (weight * working)))
        mean = means(beta)
        for _ in range(HALVINGS):
            now = _of_means(y, mean, k)
            if now >= reached - 1e-12 * (1 + abs(reached)):
                break
            beta = (before + beta) / 2
            mean = means(beta)
        reached = now
        if np.max(np.abs(beta - before)) < 1e-11 * (1 + np.max(np.abs(beta))):
            break
    return beta, mean


def _of_means(y: Array, mean: Array, k: float) -> float:
    """The log-likelihood up to what does not depend on the means."""
    if k <= POISSON:
        return float((xlogy(y, mean) - mean).sum())
    return float((xlogy(y, mean) - (y + 1 / k) * np.log1p(k * mean)).sum())


def _check(y: Array, X: Array, offset: Array) -> None:
    if not (np.isfinite(y).all() and np.isfinite(X).all() and np.isfinite(offset).all()):
        raise PlanError("A count, a column or the offset is missing.", "Leave those rows out.")
    if (y < 0).any():
        raise PlanError("A count is negative.", "Give counts of 0 or more.")
    if not y.any():
        raise PlanError("All counts are zero.", "Use performance_function, which says so.")
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise PlanError(
            f"{len(y)} rows cannot tell {X.shape[1]} columns apart.",
            "Leave out columns that repeat others, or give more rows.",
        )
