"""Boosted trees for the change of speed, one model per number of steps ahead, for all detectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xgboost

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.speeds.features import LAGS, Steps, features
from lakehouse.modelling.speeds.panel import Array, Flags, usual


@dataclass(frozen=True, kw_only=True)
class BoostedSpeeds:
    """How the trees are grown: ``ahead`` in steps, ``period`` steps until all begins anew.

    At most ``most_rows`` rows are learnt from, evenly over the time. ``around`` as in
    :func:`lakehouse.modelling.speeds.panel.usual`.
    """

    ahead: tuple[int, ...]
    period: int
    around: int = 0
    trees: int = 100
    depth: int = 6
    learning_rate: float = 0.08
    least_rows: float = 60.0
    most_rows: int = 80_000
    seed: int = 0

    def fit(self, values: Array, imputed: Flags, near: Array, known: int) -> FittedSpeeds:
        """Learn from the first ``known`` steps; a speed that was imputed is no outcome.

        PlanError when there is no step to learn from.
        """
        reach = max(self.ahead)
        usually = usual(values, imputed, known, self.period, len(values) + reach, self.around)
        boosters = {}
        for ahead in self.ahead:
            at = np.arange(max(LAGS), known - ahead)
            every = max(1, -(-len(at) * values.shape[1] // self.most_rows))
            at = at[::every]
            told = ~imputed[at + ahead].ravel() if len(at) else np.zeros(0, dtype=bool)
            if not told.any():
                raise PlanError(
                    f"{known} steps are too few to learn what comes {ahead} steps later.",
                    "Forecast fewer steps ahead, or wait until more was measured.",
                )
            rows = features(values, imputed, usually, near, self.period, at, ahead)[told]
            change = (values[at + ahead] - values[at]).ravel()[told]
            matrix = xgboost.DMatrix(rows, change, nthread=1)
            boosters[ahead] = xgboost.train(self._settings(), matrix, self.trees)
        return FittedSpeeds(self, boosters, near, known)

    def _settings(self) -> dict[str, object]:
        return {
            "objective": "reg:squarederror",
            "base_score": 0.0,
            "tree_method": "hist",
            "max_depth": self.depth,
            "learning_rate": self.learning_rate,
            "min_child_weight": self.least_rows,
            "subsample": 0.7,
            "colsample_bytree": 0.7,
            "seed": self.seed,
            # On a busy machine threads wait for each other.
            "nthread": 1,
        }


@dataclass(frozen=True)
class FittedSpeeds:
    """The trees by steps ahead, and what they were given."""

    of: BoostedSpeeds
    boosters: Mapping[int, xgboost.Booster]
    near: Array
    known: int

    def middle(self, values: Array, imputed: Flags, at: Steps) -> dict[int, Array]:
        """Speeds expected so many steps after each step of ``at``: (len(at), detectors) each."""
        reach = max(self.of.ahead)
        usually = usual(
            values, imputed, self.known, self.of.period, len(values) + reach, self.of.around
        )
        made = {}
        for ahead, booster in self.boosters.items():
            rows = features(values, imputed, usually, self.near, self.of.period, at, ahead)
            change = booster.predict(xgboost.DMatrix(rows, nthread=1))
            made[ahead] = np.maximum(values[at] + change.reshape(len(at), -1), 0.0)
        return made


def between(now: Array, middle: Mapping[int, Array], steps: int) -> Array:
    """Every step from 1 to ``steps``, straight lines between those forecast; steps come first.

    ``now`` is the speed at the origin, of the shape of each of ``middle``.
    """
    known = {0: now, **middle}
    marks = sorted(known)
    if steps > marks[-1]:
        raise PlanError(
            f"{steps} steps ahead were not forecast, only {marks[-1]}.", "Name them in ahead=."
        )
    path = []
    for step in range(1, steps + 1):
        left = max(mark for mark in marks if mark <= step)
        right = min(mark for mark in marks if mark >= step)
        part = (step - left) / (right - left) if right > left else 0.0
        path.append((1 - part) * known[left] + part * known[right])
    return np.stack(path)
