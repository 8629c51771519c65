"""A candidate trained on Spark behind the interface of one that is trained in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.design import both_outcomes, some_counted
from lakehouse.modelling.logistic import Logistic
from lakehouse.modelling.on_spark.fitting import fit_logistic, fit_trees
from lakehouse.modelling.on_spark.rows import KEY, among, sample, scores
from lakehouse.modelling.trees import BoostedTrees

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from lakehouse.modelling.learners import Fitted
    from lakehouse.modelling.ties import Array

TRAINED: Mapping[type, Callable[..., Any]] = {BoostedTrees: fit_trees, Logistic: fit_logistic}


def trains_on_spark(candidate: object) -> TypeGuard[BoostedTrees | Logistic]:
    """Whether there is a way to train such a candidate where its rows are."""
    return type(candidate) in TRAINED


@dataclass(frozen=True)
class OnSpark:
    """``of``, whose features stay in ``stored`` (one row per key) instead of coming along in X.

    X says by its index which rows are meant; its own columns are not looked at.
    """

    of: BoostedTrees | Logistic
    stored: DataFrame
    offered: tuple[str, ...]
    workers: int = 1

    @property
    def plain(self) -> bool:
        """That of the candidate itself; and so the others."""
        return self.of.plain

    @property
    def log_odds(self) -> bool:
        """Whether scores are log-odds (of counts: logarithms) already."""
        return self.of.log_odds

    @property
    def says(self) -> str:
        """The candidate in a sentence, and where it was trained."""
        return f"{self.of.says} Trained on Spark, for its rows do not fit into memory."

    def looks_at(self, features: Sequence[str]) -> tuple[str, ...]:
        """Its columns of those on offer on Spark, whatever is on offer in memory."""
        return self.of.looks_at(self.offered)

    def fit(self, X: pd.DataFrame, y: npt.NDArray[np.generic]) -> FittedOnSpark:
        """Learn from the stored rows of X's index and their outcomes; PlanError as in memory."""
        counts = isinstance(self.of, BoostedTrees) and self.of.counts
        outcomes = some_counted(y) if counts else both_outcomes(y)
        columns = self.looks_at(())
        rows = among(self.stored.select(KEY, *columns), X.index, outcomes)
        fit = TRAINED[type(self.of)]
        fitted = fit(self.of, sample(rows, len(X)), rows, len(X), self.workers)
        return FittedOnSpark(fitted, self.stored)


@dataclass(frozen=True)
class FittedOnSpark:
    """What was fitted, an ordinary one, and where the rows are that it is asked about."""

    of: Fitted
    stored: DataFrame

    @property
    def features(self) -> tuple[str, ...]:
        """The features used."""
        return self.of.features

    def score(self, X: pd.DataFrame) -> Array:
        """One number per row of X's index, scored on Spark."""
        return scores(self.stored, self.of, X.index)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each feature adds; X holds the features itself, for reasons are told of few rows."""
        return self.of.contributions(X)
