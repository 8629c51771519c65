"""Whether what a model sees today is still what it learnt from: fixed-bin PSI, KS, distance."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import ks_2samp, wasserstein_distance

from lakehouse.declare.errors import PlanError
from lakehouse.methods.judged import Array

STEADY, MOVED, DRIFTED, TOO_FEW = "steady", "moved", "drifted", "too few to tell"
WATCH, ACT = 0.1, 0.25
LEVEL = 0.99
_LEAST = 1e-4


@dataclass(frozen=True)
class Bins:
    """Edges fixed at training and the share of the training values in each of their bins.

    ``edges`` (bins - 1,) are the inner ones; the outer bins have no end. The last bin is of the
    values that are missing.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Drift:
    """``psi`` with its word, and the largest gap ``ks`` between the two distributions with its p.

    ``luck`` is what PSI stays below in 99 of 100 samples of these sizes that did not drift.
    ``distance`` is how far a value moved on average, in its own unit (Wasserstein's first). It, ks
    and p leave out missing values; PSI has a bin for them.
    """

    psi: float
    luck: float
    says: str
    ks: float
    p: float
    distance: float


def fixed_bins(
    training: npt.ArrayLike, bins: int = 10, kind: Literal["frequency", "width"] = "frequency"
) -> Bins:
    """Bins with equally many of the ``training`` values each, or equally wide from least to most.

    Equal edges are one. Equal frequency does not depend on a single far value; use width where a
    published figure does. PlanError where no value is known: there is nothing to compare with.
    """
    values = np.asarray(training, dtype=float)
    known = values[np.isfinite(values)]
    if not len(known):
        raise PlanError("No training value is known.", "Leave the feature out of the drift check.")
    parts = np.linspace(0, 1, bins + 1)[1:-1]
    least, most = known.min(), known.max()
    edges = np.unique(
        np.quantile(known, parts) if kind == "frequency" else least + parts * (most - least)
    )
    return Bins(tuple(edges.tolist()), tuple(_shares(values, edges).tolist()))


def population_stability(bins: Bins, today: npt.ArrayLike) -> float:
    """PSI = sum (a - e) ln(a / e) of today's share a and the training's e in each bin.

    Siddiqi 2006; below 0.1 steady, from 0.25 drifted. An empty bin counts as 0.01 %. PlanError
    without a value today.
    """
    values = np.asarray(today, dtype=float)
    if not len(values):
        raise PlanError("There is no value today.", "Ask on a day with values.")
    expected = np.maximum(bins.shares, _LEAST)
    actual = np.maximum(_shares(values, np.array(bins.edges)), _LEAST)
    return float(((actual - expected) * np.log(actual / expected)).sum())


def luck_of(
    bins: Bins, training: int, today: int, level: float = LEVEL, draws: int = 500, seed: int = 0
) -> float:
    """What PSI stays below with chance ``level`` when nothing drifted, for that many values.

    Drawn, not from the chi-squared law it tends to (Yurdakul and Naranjo 2020): with few values
    bins stay empty, and each of them adds more than that law knows of.
    """
    rng = np.random.default_rng(seed)
    shares = np.asarray(bins.shares) / sum(bins.shares)
    first = np.maximum(rng.multinomial(training, shares, draws) / training, _LEAST)
    second = np.maximum(rng.multinomial(today, shares, draws) / today, _LEAST)
    return float(np.quantile(((second - first) * np.log(second / first)).sum(axis=1), level))


def drift(training: npt.ArrayLike, today: npt.ArrayLike, bins: Bins | None = None) -> Drift:
    """PSI over the training's ``bins`` and the two-sample Kolmogorov-Smirnov test (two-sided).

    Its p is exact up to 10,000 values a side, where it can be counted. A PSI from 0.1 that luck
    alone may give is too few to tell.
    """
    first, second = (np.asarray(x, dtype=float) for x in (training, today))
    fixed = bins or fixed_bins(first)
    psi = population_stability(fixed, second)
    luck = luck_of(fixed, len(first), len(second))
    known = [x[np.isfinite(x)] for x in (first, second)]
    # One side that is missing altogether is as far away as can be.
    ks, p = _farthest(*known) if len(known[1]) else (1.0, 0.0)
    distance = wasserstein_distance(*known) if len(known[1]) else float("nan")
    says = DRIFTED if psi >= ACT else MOVED if psi >= WATCH else STEADY
    if says != STEADY and psi <= luck:
        says = TOO_FEW
    return Drift(psi, luck, says, ks, p, float(distance))


def _farthest(first: Array, second: Array) -> tuple[float, float]:
    """The largest gap with its p; where the exact one cannot be counted, by the limiting law."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ks_2samp: Exact calculation", RuntimeWarning)
        found = ks_2samp(first, second, method="auto")
    return float(found.statistic), float(found.pvalue)


def _shares(values: Array, edges: Array) -> Array:
    """Share of the values up to each edge, above the last, and missing."""
    missing = ~np.isfinite(values)
    which = np.where(missing, len(edges) + 1, np.searchsorted(edges, values, side="left"))
    return np.bincount(which, minlength=len(edges) + 2) / len(values)
