"""Quantiles around a path from the errors it has made before, recalibrated as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.modelling.forecasting.paths import Path, ahead
from lakehouse.modelling.ties import Array

LEAST_ERRORS = 14


@dataclass(frozen=True)
class Past:
    """Errors in the order of their size, each ``of`` a day, with its ``part`` of that day's weight.

    ``days`` are those that have an error, ``fading`` is what is left of a weight by age in days.
    """

    days: npt.NDArray[np.int64]
    values: Array
    of: npt.NDArray[np.int64]
    part: Array
    fading: Array


@dataclass(frozen=True)
class Bands:
    """How a candidate's own past errors become its quantiles.

    Errors are kept on a scale that grows with the square root of the level (chance), with the
    level (``share`` of it) and with what the trend adds (``trend`` of that); all three zero keep
    plain differences. ``half_life`` in days lets old errors fade, but ``kept`` of the weight
    stays with all; ``mirrored`` of it lies on the errors with the other sign, for a decline says
    little about the next rise. ``step`` is that of adaptive conformal inference (Gibbs and Candès
    2021): bands widen after a miss and narrow after a hit.
    """

    half_life: float | None = None
    kept: float = 0.0
    share: float = 0.0
    trend: float = 0.0
    scaled: bool = False
    mirrored: float = 0.0
    step: float = 0.0

    def around(
        self,
        values: Array,
        path: Path,
        horizons: Sequence[int],
        quantiles: Sequence[float],
        last: bool = False,
    ) -> Array:
        """Quantiles of shape (days, horizons, quantiles), in order and not below zero.

        Row t uses errors that were known on day t; missing before ``LEAST_ERRORS`` of them. Who
        needs the ``last`` day alone is spared the days before, where it does not depend on them.
        """
        first = len(values) - 1 if last and not self.step else 0
        made = np.full((len(values), len(horizons), len(quantiles)), np.nan)
        for i, h in enumerate(horizons):
            levels = np.asarray(quantiles, dtype=float)
            made[:, i] = self._ahead(values, path, i, h, levels, first)
        return made

    def _scale(self, center: Array, trend: Array, h: int) -> Array:
        if not self.scaled:
            return np.ones(len(center))
        level = np.maximum(center, 1)
        spread = level + (self.share * level) ** 2 + (self.trend * level * trend * h) ** 2
        return np.asarray(np.sqrt(spread))

    def _ahead(
        self, values: Array, path: Path, i: int, h: int, quantiles: Array, first: int
    ) -> Array:
        center, days = path.center[:, i], len(values)
        scale = self._scale(center, path.trend, h)
        past = self._past((ahead(values, h) - center) / scale)
        made, width = np.full((days, len(quantiles)), np.nan), 1.0
        for t in range(first, days):
            if t >= h:
                width = self._wider(width, values[t], made[t - h], quantiles)
            many = int(np.searchsorted(past.days, t - h, side="right"))
            if many < LEAST_ERRORS or not np.isfinite(center[t] + scale[t]):
                continue
            spread = self._spread(past, t - h, many, quantiles)
            middle = np.interp(0.5, quantiles, spread)
            made[t] = center[t] + (middle + (spread - middle) * width) * scale[t]
        return np.asarray(np.maximum(made, 0))

    def _past(self, errors: Array) -> Past:
        days = np.flatnonzero(np.isfinite(errors))
        values, part = errors[days], np.ones(len(days))
        of = days
        if self.mirrored:
            other = self.mirrored / 2
            values, of = np.concatenate([values, -values]), np.concatenate([days, days])
            part = np.concatenate([part * (1 - other), part * other])
        order = np.argsort(values, kind="stable")
        age = np.arange(len(errors))
        fading = np.ones(len(age)) if self.half_life is None else 0.5 ** (age / self.half_life)
        return Past(days, values[order], of[order], part[order], fading)

    def _spread(self, past: Past, known: int, many: int, quantiles: Array) -> Array:
        """Quantiles of the ``many`` errors of days up to ``known``."""
        seen = past.of <= known
        weight = past.part[seen]
        if self.half_life is not None:
            whole = past.fading[known - past.days[:many]].sum()
            fading = past.fading[known - past.of[seen]]
            weight = weight * (self.kept / many + (1 - self.kept) * fading / whole)
        return sorted_quantiles(past.values[seen], weight, quantiles)

    def _wider(self, width: float, value: float, made: Array, quantiles: Array) -> float:
        if not self.step or not np.isfinite(value + made[0]):
            return width
        missed = not made[0] <= value <= made[-1]
        expected = 1 - (quantiles[-1] - quantiles[0])
        return float(np.clip(width * np.exp(self.step * (missed - expected)), 0.7, 2.0))


def sorted_quantiles(values: Array, weights: Array, quantiles: Array) -> Array:
    """Quantiles of weighted ``values``, given in order: linear between the middles of the weights'
    steps (Hazen)."""
    reached = np.cumsum(weights)
    return np.asarray(np.interp(quantiles, (reached - weights / 2) / reached[-1], values))
