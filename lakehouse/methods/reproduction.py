"""The reproduction number: how many people one case infects, day by day, with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import gamma

from lakehouse.declare.errors import PlanError
from lakehouse.methods.serial_interval import (
    Array,
    UncertainInterval,
    checked_weights,
    infectivity,
    likely,
    shifted_gamma,
)

QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)


def cori(
    cases: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    window: int = 7,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
    quantiles: Sequence[float] = QUANTILES,
) -> pd.DataFrame:
    """The posterior of the reproduction number over each window of days.

    ``cases``: one count per day, without gaps; ``weights``: of the serial interval from day 0.
    One row per window: first and last (positions of its days, the first possible 1), mean, sd,
    a column per quantile (q0.5) and sure (the posterior's coefficient of variation is at most
    0.3, under which Cori advises to read it). The posterior is gamma of shape a + cases and rate
    1 / b + infectivity, summed over the window (Cori, Ferguson, Fraser and Cauchemez 2013). It is
    missing while a window ends within a mean serial interval of the start, as in EpiEstim: who
    infected those cases came before it. It knows neither delay nor noise of reporting, so its
    interval is too narrow. PlanError for counts that are missing or below zero, a window that does
    not fit, or a prior whose numbers are not above zero.
    """
    shape, rate, first = posterior(_counts(cases), weights, window, prior_mean, prior_sd)
    made = {"first": first, "last": first + window - 1, "mean": shape / rate}
    made["sd"] = np.sqrt(shape) / rate
    made |= {f"q{q}": gamma.ppf(q, shape, scale=1 / rate) for q in quantiles}
    return pd.DataFrame(made).assign(sure=1 / np.sqrt(shape) <= 0.3)


def cori_uncertain(
    cases: npt.ArrayLike,
    interval: UncertainInterval,
    *,
    window: int = 7,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
    quantiles: Sequence[float] = QUANTILES,
    intervals: int = 100,
    draws: int = 100,
    seed: int = 0,
) -> pd.DataFrame:
    """As :func:`cori`, averaged over what the serial interval may be.

    Means and sds are drawn from normal laws, again where the mean is not above 1 or not above the
    sd, or one lies outside the interval's bounds (as in EpiEstim's ``uncertain_si``); from each
    posterior come ``draws`` numbers, and the rows describe all of them together.
    """
    counts = _counts(cases)
    ways = np.broadcast_to(counts, (intervals, len(counts)))
    return averaged(ways, interval, window, (prior_mean, prior_sd), quantiles, draws, seed)


def averaged(
    ways: Array,
    interval: UncertainInterval,
    window: int,
    prior: tuple[float, float],
    quantiles: Sequence[float],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Cori's posteriors of ``ways``, shape (n, days), taken together, a row per window.

    Each way has a serial interval of its own, and ``draws`` numbers from its posterior;
    ``prior``: mean and sd.
    """
    rng, drawn = np.random.default_rng(seed), []
    for way, (mean, sd) in zip(ways, likely(interval, len(ways), rng), strict=True):
        weights = shifted_gamma(mean, sd, max(len(way), 2))
        shape, rate, first = posterior(way, weights, window, *prior)
        known = np.isfinite(shape)
        numbers = np.full((draws, len(shape)), np.nan)
        numbers[:, known] = rng.gamma(shape[known], 1 / rate[known], (draws, int(known.sum())))
        drawn.append(numbers)
    every = pd.DataFrame(np.concatenate(drawn))
    made = {"first": first, "last": first + window - 1, "mean": every.mean(), "sd": every.std()}
    made |= {f"q{q}": every.quantile(q) for q in quantiles}
    return pd.DataFrame(made).assign(sure=made["sd"] / made["mean"] <= 0.3)


def wallinga_teunis(
    cases: npt.ArrayLike, weights: npt.ArrayLike, *, window: int = 7
) -> pd.DataFrame:
    """How many the cases of each window infected in the end, on average: first, last, mean.

    For looking back: each case is shared out among the earlier ones as the serial interval says,
    and what a case was given is summed over the days after it (Wallinga and Teunis 2004). The
    last windows are too low, for not all they infected is there yet; missing without a case.
    """
    counts, w = _counts(cases), checked_weights(weights)
    pressure = infectivity(counts, w)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(pressure > 0, counts / pressure, 0.0)
    days = len(counts)
    padded = np.concatenate([w, np.zeros(days)])[:days]
    each = np.array([(share[j:] * padded[: days - j]).sum() for j in range(days)])
    first = _windows(days, window)
    cohort = np.array([counts[i : i + window].sum() for i in first])
    given = np.array([(counts * each)[i : i + window].sum() for i in first])
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(cohort > 0, given / cohort, np.nan)
    return pd.DataFrame({"first": first, "last": first + window - 1, "mean": mean})


def _counts(cases: npt.ArrayLike) -> Array:
    counts = np.asarray(cases, dtype=float)
    if counts.ndim != 1 or not np.isfinite(counts).all() or (counts < 0).any():
        raise PlanError(
            "Cases are missing or below zero on some day.",
            "Give one count per day, 0 where there was none.",
        )
    return counts


def _windows(days: int, window: int) -> npt.NDArray[np.int64]:
    if not 1 <= window < days or window % 1:
        raise PlanError(
            f"A window of {window} days does not fit into {days} days, the first left out.",
            "Give a shorter window or more days.",
        )
    return np.arange(1, days - window + 1)


def posterior(
    counts: Array, weights: npt.ArrayLike, window: int, mean: float, sd: float
) -> tuple[Array, Array, npt.NDArray[np.int64]]:
    """Shape (missing too near the start) and rate of Cori's posterior, and windows' first days."""
    if not (mean > 0 and sd > 0):
        raise PlanError(
            f"A prior of mean {mean} and standard deviation {sd} is not possible.",
            "Give both above zero; 5 and 5 leave nearly all to the cases.",
        )
    first, w = _windows(len(counts), window), checked_weights(weights)
    pressure = infectivity(counts, w)
    shape, scale = (mean / sd) ** 2, sd**2 / mean
    seen = np.array([counts[i : i + window].sum() for i in first])
    infectious = np.array([pressure[i : i + window].sum() for i in first])
    late = first + window > w @ np.arange(len(w))
    return np.where(late, shape + seen, np.nan), 1 / scale + infectious, first
