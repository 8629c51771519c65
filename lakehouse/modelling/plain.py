"""Rankings by one column or one rate: the bar that a learner has to pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.design import numbers, wanted
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class RankBy:
    """Rank by one column, the highest first (or the lowest, ``ascending``).

    A missing value is taken as ``missing``, or as the training median when that is None.
    """

    column: str
    ascending: bool = False
    missing: float | None = None
    plain: bool = True
    log_odds: bool = False

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        return f"Ranks by {self.column}, the {'lowest' if self.ascending else 'highest'} first."

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedRank:
        """Learn only what a missing value counts as, and the average."""
        values = numbers(wanted(X, [self.column])[self.column])
        known = values[np.isfinite(values)]
        middle = float(np.median(known)) if len(known) else 0.0
        instead = middle if self.missing is None else self.missing
        sign = -1.0 if self.ascending else 1.0
        filled = np.where(np.isfinite(values), values, instead)
        return FittedRank(self.column, sign, instead, float(sign * filled.mean()))


@dataclass(frozen=True)
class FittedRank:
    """A column, its sign, the stand-in for missing values and the average score."""

    column: str
    sign: float
    missing: float
    average: float

    @property
    def features(self) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)

    def score(self, X: pd.DataFrame) -> Array:
        """The column with its sign, shape (rows,)."""
        values = numbers(wanted(X, self.features)[self.column])
        return np.asarray(self.sign * np.where(np.isfinite(values), values, self.missing))

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """The score less the training average."""
        return pd.DataFrame({self.column: self.score(X) - self.average}, index=X.index)


@dataclass(frozen=True)
class ShrunkRate:
    """A rate drawn towards the mean of all as if ``strength`` average cases had been seen."""

    numerator: str
    denominator: str
    strength: float
    plain: bool = True
    log_odds: bool = False

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        return (
            f"Ranks by {self.numerator} per {self.denominator}, drawn to the average as if "
            f"{self.strength:g} average cases came on top."
        )

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """The two columns."""
        return (self.numerator, self.denominator)

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedRate:
        """Learn the mean rate: sum of numerators over sum of denominators."""
        above, below = _pair(self.numerator, self.denominator, X)
        mean = float(above.sum() / below.sum()) if below.sum() > 0 else 0.0
        average = (float(above.mean()), float(below.mean()))
        return FittedRate(self.numerator, self.denominator, self.strength, mean, average)


@dataclass(frozen=True)
class FittedRate:
    """The two columns, the strength, the mean rate, and the average of either column."""

    numerator: str
    denominator: str
    strength: float
    mean: float
    average: tuple[float, float]

    @property
    def features(self) -> tuple[str, ...]:
        """The two columns."""
        return (self.numerator, self.denominator)

    def score(self, X: pd.DataFrame) -> Array:
        """(numerator + strength * mean) / (denominator + strength), shape (rows,)."""
        return self._rate(*_pair(self.numerator, self.denominator, X))

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What either column adds to the rate of the average row: Shapley's value of two."""
        above, below = _pair(self.numerator, self.denominator, X)
        usual = np.full(len(X), self.average[0]), np.full(len(X), self.average[1])
        both, neither = self._rate(above, below), self._rate(*usual)
        only_above, only_below = self._rate(above, usual[1]), self._rate(usual[0], below)
        return pd.DataFrame(
            {
                self.numerator: (both - only_below + only_above - neither) / 2,
                self.denominator: (both - only_above + only_below - neither) / 2,
            },
            index=X.index,
        )

    def _rate(self, above: Array, below: Array) -> Array:
        full = below + self.strength
        # Without strength a row never seen has no rate: the mean stands for it.
        usual = np.full(len(full), self.mean)
        shrunk = above + self.strength * self.mean
        return np.asarray(np.divide(shrunk, full, out=usual, where=full > 0))


def _pair(numerator: str, denominator: str, X: pd.DataFrame) -> tuple[Array, Array]:
    rows = wanted(X, [numerator, denominator])
    return np.nan_to_num(numbers(rows[numerator])), np.nan_to_num(numbers(rows[denominator]))
