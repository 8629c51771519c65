"""Poisson and negative-binomial regression as candidates, on features of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.linear_model import PoissonRegressor

from lakehouse.methods.negative_binomial import dispersion_of
from lakehouse.modelling.design import (
    Design,
    encoded,
    fit_design,
    fold_back,
    some_counted,
    wanted,
)
from lakehouse.modelling.exposure import Exposure, exposure_of, last
from lakehouse.modelling.ties import Array

ROUNDS, NEAR = 50, 1e-8


@dataclass(frozen=True)
class CountRegression:
    """Regression of the logarithm of an expected count, with a penalty on squared coefficients.

    ``dispersed``: negative binomial (NB2), whose dispersion is estimated too; else Poisson. An
    ``exposure`` enters in proportion. ``C`` as in :class:`Logistic`: the smaller, the stronger the
    penalty; ``columns`` limits it to some of the features.
    """

    exposure: str | None = None
    dispersed: bool = True
    C: float = 1.0
    columns: tuple[str, ...] | None = None
    plain: bool = False
    log_odds: bool = True

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        kind = "Negative-binomial" if self.dispersed else "Poisson"
        which = "all features" if self.columns is None else f"{len(self.columns)} features"
        told = f", in proportion to {self.exposure}" if self.exposure else ""
        return f"{kind} regression on {which}{told}: every feature multiplies by itself."

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """Its columns, else all features; the exposure once, at the end."""
        return last(self.exposure, tuple(self.columns or features))

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedCounts:
        """Fit on the rows of X and counts y; PlanError unless something was counted.

        Coefficients and dispersion are found in turn until neither moves (Venables and Ripley
        2002, 7.4): for a given dispersion NB2's equations are those of a Poisson regression whose
        rows weigh 1 / (1 + dispersion * mean).
        """
        counts = some_counted(y)
        seen = [f for f in self.looks_at(tuple(map(str, X.columns))) if f != self.exposure]
        design = fit_design(wanted(X, seen), linear=True)
        made, exposure = encoded(design, X), exposure_of(X, counts, self.exposure)
        exposed = np.exp(exposure.margin(X)) if exposure else np.ones(len(counts))
        weight, k = np.ones(len(counts)), 0.0
        for _ in range(ROUNDS):
            learner = _fitted(made, counts, exposed, weight, self.C)
            mean = exposed * learner.predict(made)
            before, k = k, dispersion_of(counts, mean) if self.dispersed else 0.0
            weight = 1 / (1 + k * mean)
            if abs(k - before) <= NEAR * (1 + k):
                break
        return FittedCounts(design, learner.coef_, float(learner.intercept_), k, exposure)


def _fitted(X: Array, y: Array, exposed: Array, weight: Array, C: float) -> PoissonRegressor:
    """Rates weighted by their exposure have the equations of counts with an offset."""
    rows = exposed * weight
    learner = PoissonRegressor(
        alpha=1 / (C * rows.sum()), solver="newton-cholesky", max_iter=300, tol=1e-9
    )
    return learner.fit(X, y / exposed, sample_weight=rows)


@dataclass(frozen=True)
class FittedCounts:
    """The encoding, coefficients, intercept, dispersion (0: Poisson) and the exposure."""

    design: Design
    coefficients: Array
    intercept: float
    dispersion: float
    exposure: Exposure | None

    @property
    def features(self) -> tuple[str, ...]:
        """The features used, the exposure last."""
        return last(self.exposure.column if self.exposure else None, self.design.features)

    def score(self, X: pd.DataFrame) -> Array:
        """Logarithm of the expected count, shape (rows,)."""
        exposed = self.exposure.margin(X) if self.exposure else 0.0
        made = encoded(self.design, X) @ self.coefficients
        return np.asarray(made + self.intercept + exposed)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each feature adds to the logarithm of the average training row's."""
        made = fold_back(self.design, encoded(self.design, X) * self.coefficients, X.index)
        if self.exposure:
            made[self.exposure.column] = self.exposure.part(X)
        return made
