"""A logistic regression that takes numbers, missing values and categories as they come."""

from __future__ import annotations

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

    Of several ``C`` the one is taken that predicts the last third of the training rows best when
    fitted on the rows before: rows come in the order of time, and a choice by shuffled rows would
    not see how fast things change. ``columns`` limits it to some of the features.
    """

    C: float | tuple[float, ...] = 0.1
    columns: tuple[str, ...] | None = None
    plain: bool = False
    log_odds: bool = True

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        which = "all features" if self.columns is None else f"{len(self.columns)} features"
        return f"Logistic regression on {which}: every feature adds to the log-odds by itself."

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedLogistic:
        """Fit on the rows of X; PlanError unless both outcomes occur."""
        outcomes = both_outcomes(y)
        rows = wanted(X, self.columns or tuple(map(str, X.columns)))
        design = fit_design(rows, linear=True)
        made = encoded(design, rows)
        choices = self.C if isinstance(self.C, tuple) else (self.C,)
        learner = _fitted(best_penalty(made, outcomes, choices), made, outcomes)
        return FittedLogistic(design, learner.coef_[0], float(learner.intercept_[0]))


def best_penalty(X: Array, y: Array, choices: tuple[float, ...]) -> float:
    """The C with the smallest log loss on the last third of the rows; the strongest in a tie.

    Without both outcomes on either side nothing can be chosen: then the strongest is taken.
    """
    cut = len(y) * 2 // 3
    if len(choices) == 1 or len(set(y[:cut])) < 2 or len(set(y[cut:])) < 2:
        return min(choices)
    tried = {C: _fitted(C, X[:cut], y[:cut]).decision_function(X[cut:]) for C in sorted(choices)}
    loss = {C: np.logaddexp(0, z).mean() - (y[cut:] * z).mean() for C, z in tried.items()}
    return min(loss, key=lambda C: loss[C])


def _fitted(C: float, X: Array, y: Array) -> LogisticRegression:
    # Newton steps on few columns give the same bits for the same rows.
    return LogisticRegression(C=C, solver="newton-cholesky", max_iter=200, tol=1e-8).fit(X, y)


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
