"""Empirical Bayes as a candidate: a site's own record, drawn to what its surroundings predict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.methods.negative_binomial import POISSON
from lakehouse.methods.performance_function import PerformanceFunction, performance_function
from lakehouse.modelling.design import numbers, wanted
from lakehouse.modelling.ties import Array

LEAST = 1e-4
OUTCOME = "(outcome)"


@dataclass(frozen=True)
class EmpiricalBayes:
    """A negative-binomial performance function of the logs, then empirical Bayes on the record.

    ``rate`` is the count per year over ``years``; both may be faded alike, which weighs old years
    less (a power prior, Ibrahim and Chen 2000). ``shift`` is added to the columns of ``logs``
    before the logarithm, for nothing found around a site is not nothing at all.
    """

    rate: str
    years: str
    logs: tuple[str, ...]
    shift: float = 0.05
    plain: bool = False
    log_odds: bool = True

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        return (
            f"Empirical Bayes: the record per year, drawn to a negative-binomial performance "
            f"function of {', '.join(self.logs)} by what each of them is worth."
        )

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """The record, its years and the columns of the performance function."""
        return (self.rate, self.years, *self.logs)

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedBayes:
        """Learn the performance function of one window's count; PlanError without a row."""
        rows = _shifted(X, self.logs, self.shift).assign(**{OUTCOME: np.asarray(y, dtype=float)})
        function = performance_function(rows, OUTCOME, logs=self.logs)
        usual = np.log(rows[list(self.logs)].to_numpy()).mean(axis=0)
        return FittedBayes(self, function, dict(zip(self.logs, map(float, usual), strict=True)))


@dataclass(frozen=True)
class FittedBayes:
    """The performance function, and the average of each logarithm."""

    of: EmpiricalBayes
    function: PerformanceFunction
    usual: dict[str, float]

    @property
    def features(self) -> tuple[str, ...]:
        """The record, its years and the columns of the performance function."""
        return (self.of.rate, self.of.years, *self.of.logs)

    def score(self, X: pd.DataFrame) -> Array:
        """Logarithm of the expected count of one window, shape (rows,)."""
        return np.asarray(np.log(self._predicted(X)) + self._record(X))

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each column's logarithm adds to the prediction, and the record to that."""
        rows = _shifted(X, self.of.logs, self.of.shift)
        b = self.function.coefficients
        added = {n: b.get(n, 0.0) * (np.log(rows[n]) - self.usual[n]) for n in self.of.logs}
        record = {self.of.rate: self._record(X), self.of.years: np.zeros(len(X))}
        return pd.DataFrame({**record, **added}, index=X.index)

    def _predicted(self, X: pd.DataFrame) -> Array:
        told = self.function.predict(_shifted(X, self.of.logs, self.of.shift))
        return np.asarray(np.maximum(told["predicted"].to_numpy(dtype=float), LEAST))

    def _record(self, X: pd.DataFrame) -> Array:
        """Logarithm of expected over predicted: (1/k + observed) / (1/k + years * predicted)."""
        rows, k = wanted(X, self.features), self.function.dispersion
        if k <= POISSON:
            return np.zeros(len(rows))
        years = np.nan_to_num(numbers(rows[self.of.years]))
        seen = years * np.nan_to_num(numbers(rows[self.of.rate]))
        return np.asarray(np.log((1 / k + seen) / (1 / k + years * self._predicted(X))))


def _shifted(X: pd.DataFrame, logs: tuple[str, ...], shift: float) -> pd.DataFrame:
    rows = wanted(X, logs)
    return pd.DataFrame({n: np.nan_to_num(numbers(rows[n])) + shift for n in logs}, index=X.index)
