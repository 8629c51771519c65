"""A band that holds the speed to come as often as it promises: errors of a stretch held back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lakehouse.modelling.speeds.features import LAGS, Steps
from lakehouse.modelling.speeds.panel import Array, Flags

LEAST = 30  # errors of a detector in a state; with fewer those of all detectors in it stand for it
CUTS = (1 / 3, 2 / 3)


@dataclass(frozen=True)
class Bands:
    """What to add to the middle at either end, by how restless the detector just was.

    ``cuts`` part calm, middling and restless, shape (2, detectors); ``low`` and ``high`` have
    shape (3, detectors). Missing where no error is known of that state.
    """

    cuts: Array
    low: Array
    high: Array

    def ends(self, middle: Array, restless: Array) -> tuple[Array, Array]:
        """Both ends of the band around ``middle``, shape (times, detectors), never below 0."""
        state = (restless[None] > self.cuts[:, None]).sum(axis=0)
        detector = np.arange(middle.shape[1])
        low, high = middle + self.low[state, detector], middle + self.high[state, detector]
        return np.clip(low, 0.0, middle), np.maximum(high, middle)


def restlessness(values: Array, at: Steps) -> Array:
    """Deviation of the last speeds up to each step of ``at``, shape (len(at), detectors)."""
    steps = range(max(LAGS) + 1)
    return np.asarray(np.stack([values[np.maximum(at - lag, 0)] for lag in steps]).std(axis=0))


def bands(gaps: Array, told: Flags, restless: Array, level: float = 0.8) -> Bands:
    """Learn them from steps that the model had not seen; all of shape (times, detectors).

    ``gaps`` is what came less what was expected, of which only those ``told`` count. Conformal
    quantiles of the signed errors (Vovk, Gammerman and Shafer 2005, Mondrian, by state), each end
    for itself, because speeds fall further than they rise.
    """
    cuts = np.quantile(restless, CUTS, axis=0)
    state = (restless[None] > cuts[:, None]).sum(axis=0)
    low, high = np.full((2, len(CUTS) + 1, gaps.shape[1]), np.nan)
    for one in range(len(CUTS) + 1):
        here = told & (state == one)
        pooled = gaps[here]
        for detector in range(gaps.shape[1]):
            own = gaps[here[:, detector], detector]
            errors = own if len(own) >= LEAST else pooled
            if len(errors):
                low[one, detector], high[one, detector] = _ends(np.sort(errors), level)
    return Bands(cuts, low, high)


def _ends(errors: Array, level: float) -> tuple[float, float]:
    """One more than there are: the one to come is as likely in each gap between them."""
    first = max(int(np.floor((len(errors) + 1) * (1 - level) / 2 + 1e-9)), 1)
    return float(errors[first - 1]), float(errors[-first])
