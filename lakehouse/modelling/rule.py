"""An expert's rule as a candidate: points for conditions that anyone can check by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.design import numbers, wanted, words
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class Condition:
    """``points`` for rows whose column is at least, below or equal to a value; missing: none."""

    column: str
    test: Literal["at least", "below", "is"]
    value: float | str | bool
    points: float = 1.0


@dataclass(frozen=True)
class Rule:
    """An expert's rule: the sum of the points of the conditions that hold."""

    conditions: tuple[Condition, ...]
    plain: bool = True
    log_odds: bool = False

    def __post_init__(self) -> None:
        if not self.conditions:
            raise PlanError("A rule without conditions ranks nothing.", "Give it a condition.")
        if any(isinstance(c.value, str) and c.test != "is" for c in self.conditions):
            raise PlanError("A word is neither above nor below another.", 'Use the test "is".')

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        parts = (f"{c.points:g} when {c.column} {c.test} {c.value}" for c in self.conditions)
        return f"Adds points: {', '.join(parts)}."

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """The columns of its conditions, each once."""
        return tuple(dict.fromkeys(c.column for c in self.conditions))

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedRule:
        """Learn only the average points of each condition."""
        return FittedRule(
            self.conditions, tuple(float(_points(c, X).mean()) for c in self.conditions)
        )


@dataclass(frozen=True)
class FittedRule:
    """The conditions and their average points."""

    conditions: tuple[Condition, ...]
    averages: tuple[float, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The columns the conditions look at, each once."""
        return tuple(dict.fromkeys(c.column for c in self.conditions))

    def score(self, X: pd.DataFrame) -> Array:
        """The points of each row, shape (rows,)."""
        return np.asarray(np.sum([_points(c, X) for c in self.conditions], axis=0))

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Points less average points, summed by column."""
        sums = pd.DataFrame(0.0, index=X.index, columns=list(self.features))
        for condition, average in zip(self.conditions, self.averages, strict=True):
            sums[condition.column] += _points(condition, X) - average
        return sums


def _points(condition: Condition, X: pd.DataFrame) -> Array:
    column = wanted(X, [condition.column])[condition.column]
    if isinstance(condition.value, str):
        return np.asarray(condition.points * (words(column) == condition.value).astype(float))
    values, value = numbers(column), float(condition.value)
    tests = {"at least": values >= value, "below": values < value, "is": values == value}
    return np.asarray(condition.points * tests[condition.test].astype(float))
