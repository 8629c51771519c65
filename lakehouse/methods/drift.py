"""Whether what a model sees today is still what it learnt from: PSI over fixed bins, and KS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import ks_2samp

from lakehouse.declare.errors import PlanError
from lakehouse.methods.judged import Array

STEADY, MOVED, DRIFTED = "steady", "moved", "drifted"
WATCH, ACT = 0.1, 0.25
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

    ks and p leave out missing values; PSI has a bin for them.
    """

    psi: float
    says: str
    ks: float
    p: float


def fixed_bins(training: npt.ArrayLike, bins: int = 10) -> Bins:
    """Bins with equally many of the ``training`` values each; equal edges are one.

    PlanError where no value is known: there is nothing to compare with.
    """
    values = np.asarray(training, dtype=float)
    known = values[np.isfinite(values)]
    if not len(known):
        raise PlanError("No training value is known.", "Leave the feature out of the drift check.")
    edges = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1]))
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


def drift(training: npt.ArrayLike, today: npt.ArrayLike, bins: Bins | None = None) -> Drift:
    """PSI over the training's ``bins`` and the two-sample Kolmogorov-Smirnov test (two-sided)."""
    psi = population_stability(bins or fixed_bins(training), today)
    first, second = (np.asarray(x, dtype=float) for x in (training, today))
    known = [x[np.isfinite(x)] for x in (first, second)]
    # One side that is missing altogether is as far away as can be.
    ks, p = ks_2samp(*known) if len(known[1]) else (1.0, 0.0)
    says = DRIFTED if psi >= ACT else MOVED if psi >= WATCH else STEADY
    return Drift(psi, says, float(ks), float(p))


def _shares(values: Array, edges: Array) -> Array:
    """Share of the values up to each edge, above the last, and missing."""
    missing = ~np.isfinite(values)
    which = np.where(missing, len(edges) + 1, np.searchsorted(edges, values, side="left"))
    return np.bincount(which, minlength=len(edges) + 2) / len(values)
