"""A logistic regression that takes numbers, missing values and categories as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.linear_model import LogisticRegression

from lakehouse.modelling.design import (
    Design,
    both_outcomes,
    encoded,
    fit_design,
    fold_back,
    wanted,
)
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class Logistic:
    """L2-penalised logistic regression; the smaller ``C``, the stronger the penalty.

    ``columns`` limits it to some of the features.
    """

    C: float = 0.1
    columns: tuple[str, ...] | None = None
    plain: bool = False
    log_odds: bool = True

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        which = "all features" if self.columns is None else f"{len(self.columns)} features"
        return f"Logistic regression on {which}: every feature adds to the log-odds by itself."

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """Its columns, else all features."""
        return self.columns or tuple(features)

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedLogistic:
        """Fit on the rows of X; PlanError unless both outcomes occur."""
        outcomes = both_outcomes(y)
        rows = wanted(X, self.columns or tuple(map(str, X.columns)))
        design = fit_design(rows, linear=True)
        # Newton steps on few columns give the same bits for the same rows.
        learner = LogisticRegression(C=self.C, solver="newton-cholesky", max_iter=200, tol=1e-8)
        learner.fit(encoded(design, rows), outcomes)
        return FittedLogistic(design, learner.coef_[0], float(learner.intercept_[0]))


@dataclass(frozen=True)
class FittedLogistic:
    """The encoding, a coefficient for each encoded column, and the intercept."""

    design: Design
    coefficients: Array
    intercept: float

    @property
    def features(self) -> tuple[str, ...]:
        """The features used."""
        return self.design.features

    def score(self, X: pd.DataFrame) -> Array:
        """Log-odds, shape (rows,)."""
        return np.asarray(encoded(self.design, X) @ self.coefficients + self.intercept)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Log-odds added by each feature to those of the average training row."""
        # Encoded columns have mean 0 on the training rows, so that row's own share is nothing.
        return fold_back(self.design, encoded(self.design, X) * self.coefficients, X.index)
