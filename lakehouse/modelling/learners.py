"""The candidates that a question can name, and the two things that each of them can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.count_learners import EmpiricalBayes
from lakehouse.modelling.count_regression import CountRegression
from lakehouse.modelling.logistic import Logistic
from lakehouse.modelling.plain import RankBy, ShrunkRate
from lakehouse.modelling.rule import Condition, Rule
from lakehouse.modelling.ties import Array
from lakehouse.modelling.trees import BoostedTrees

__all__ = [
    "BoostedTrees",
    "Candidate",
    "Condition",
    "CountRegression",
    "EmpiricalBayes",
    "Fitted",
    "Logistic",
    "RankBy",
    "Rule",
    "ShrunkRate",
]


class Fitted(Protocol):
    """A candidate after it has seen its training rows."""

    @property
    def features(self) -> tuple[str, ...]:
        """The columns it looks at."""

    def score(self, X: pd.DataFrame) -> Array:
        """One finite number per row, the higher the earlier; shape (rows,)."""

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each feature adds to the average score, on the score's own scale.

        Rows and index of X, columns ``features``; their sum and the score differ by a constant.
        """


class Candidate(Protocol):
    """Something that may answer the question; ``plain`` when a person could do it on paper."""

    @property
    def plain(self) -> bool:
        """Whether it needs no learning."""

    @property
    def log_odds(self) -> bool:
        """Whether scores are log-odds (of counts: logarithms) already: little to calibrate."""

    @property
    def says(self) -> str:
        """What it does, in a sentence."""

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """The columns it learns from or ranks by, of the ``features`` on offer."""

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> Fitted:
        """Learn from features X and outcomes y (0 or 1, or counts), in the order given."""
