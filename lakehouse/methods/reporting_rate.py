"""How much of what happens anybody reports, told by how often the same need is reported again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln

Array = npt.NDArray[np.float64]

# A prior is learnt from at least so many areas and repeats; else it is an exponential law.
FEWEST_AREAS, FEWEST_REPEATS = 5, 30
# Areas differ by 5 % at least (one over the root of the shape), and have some rate at most.
SHAPES = (0.5, 400.0)
# An interval whose ends call for corrections more than so many times apart tells no share.
WIDEST = 3.0
RATES = np.geomspace(1e-4, 20.0, 2000)


def reporting_share(
    needs: npt.ArrayLike, reports: npt.ArrayLike, level: float = 0.95
) -> pd.DataFrame:
    """share, share_low and share_high (0 to 1) for areas with so many reported needs and reports.

    Reports of one need are a Poisson process, and a need without a report is not on file, so the
    reports of each need on file follow a Poisson cut off at zero; 1 - exp(-rate) is the share that
    anybody reports (Liu, Bhandaram and Garg, Nature Computational Science 2024). The areas' rates
    have a gamma law in common, found by maximum likelihood (empirical Bayes; Morris, JASA 1983),
    and each is told by its posterior: the median, and the ends that hold ``level`` of it. So an
    area of few needs is drawn towards the city, and one without a repeat has an answer. share is
    missing where share_high is more than three times share_low: there nothing tells it. Raises
    :class:`ValueError` where reports are fewer than needs.
    """
    n, told = (np.atleast_1d(np.asarray(x, dtype=float)) for x in (needs, reports))
    if (n < 1).any() or (told < n).any():
        raise ValueError("Every need on file was reported at least once.")
    # Up to what each row has in common, the logarithm of its likelihood at every rate.
    likelihood = _log_likelihood(n, told)
    shape, mean = _in_common(n, told, likelihood)
    posterior = np.exp(_scaled(likelihood + _log_prior(shape, mean)))
    below = np.cumsum(posterior, axis=1)
    below /= below[:, -1:]
    ends = {"share": 0.5, "share_low": (1 - level) / 2, "share_high": (1 + level) / 2}
    made = pd.DataFrame(
        {
            name: -np.expm1(-np.exp([np.interp(at, row, np.log(RATES)) for row in below]))
            for name, at in ends.items()
        }
    )
    sure = made["share_high"] <= WIDEST * made["share_low"]
    return made.assign(share=made["share"].where(sure))


def _log_likelihood(n: Array, told: Array) -> Array:
    """Of every rate (columns) for each area (rows): a Poisson cut off at zero."""
    every = told[:, None] * np.log(RATES) - n[:, None] * (RATES + np.log(-np.expm1(-RATES)))
    return _scaled(every)


def _log_prior(shape: float, mean: float) -> Array:
    """Of every rate, per step of its logarithm: the rates are spaced evenly there."""
    rate = shape / mean
    return np.asarray(shape * np.log(rate) - gammaln(shape) + shape * np.log(RATES) - rate * RATES)


def _scaled(logs: Array) -> Array:
    return np.asarray(logs - logs.max(axis=1, keepdims=True))


def _in_common(n: Array, told: Array, likelihood: Array) -> tuple[float, float]:
    """Shape and mean of the areas' gamma law."""
    # Half a repeat more: a city where nothing was told twice has a rate above zero.
    together = _log_likelihood(n.sum(keepdims=True), told.sum(keepdims=True) + 0.5)
    usual = float(RATES[together[0].argmax()])
    if len(n) < FEWEST_AREAS or told.sum() - n.sum() < FEWEST_REPEATS:
        return 1.0, usual

    def loss(of: Array) -> float:
        prior = _log_prior(float(np.exp(of[0])), float(np.exp(of[1])))
        return -float(np.log(np.exp(likelihood + prior).sum(axis=1)).sum())

    bounds = [tuple(np.log(SHAPES)), (np.log(usual / 5), np.log(usual * 5))]
    found = minimize(loss, [np.log(10.0), np.log(usual)], method="Nelder-Mead", bounds=bounds)
    return float(np.exp(found.x[0])), float(np.exp(found.x[1]))
