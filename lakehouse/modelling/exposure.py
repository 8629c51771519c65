"""How much each row was exposed: counts are expected in proportion to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.design import numbers, wanted
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class Exposure:
    """A column, the mean of its logarithm, and the logarithm of what is counted per unit of it."""

    column: str
    usual: float
    level: float

    def margin(self, X: pd.DataFrame) -> Array:
        """Logarithm of the count that the exposure alone lets expect, shape (rows,).

        Where it is missing or not above zero the average site stands for the row: nobody is
        expected to count nothing.
        """
        return self.level + _logs(X, self.column, self.usual)

    def part(self, X: pd.DataFrame) -> Array:
        """What it adds to the average row's logarithm."""
        return _logs(X, self.column, self.usual) - self.usual


def exposure_of(
    X: pd.DataFrame, counts: npt.NDArray[np.generic], column: str | None
) -> Exposure | None:
    """The exposure as the rows X and their counts tell of it; None where no column is named."""
    if column is None:
        return None
    values = numbers(wanted(X, [column])[column])
    usual = float(np.log(values[values > 0]).mean()) if (values > 0).any() else 0.0
    exposed = np.exp(_logs(X, column, usual)).sum()
    return Exposure(column, usual, float(np.log(np.sum(counts, dtype=float) / exposed)))


def last(exposure: str | None, features: tuple[str, ...]) -> tuple[str, ...]:
    """The features with the exposure once, at the end, where there is one."""
    of = tuple(f for f in features if f != exposure)
    return (*of, exposure) if exposure else of


def _logs(X: pd.DataFrame, column: str, usual: float) -> Array:
    values = numbers(wanted(X, [column])[column])
    known = values > 0
    return np.where(known, np.log(np.where(known, values, 1.0)), usual)
