"""The winner, fitted on every completed window, as something that can be kept and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.cases import check_matrix, rows_of
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.count_calibration import EXPECTED, count_calibrator_of
from lakehouse.modelling.design import wanted
from lakehouse.modelling.learners import Fitted
from lakehouse.modelling.on_spark.learner import FittedOnSpark
from lakehouse.modelling.reasons import Typical, reasons, typical
from lakehouse.modelling.rounds import CHANCES, calibrator_of
from lakehouse.modelling.ties import Array
from lakehouse.modelling.trees import FittedTrees

REASONS = 3


class Calibrates(Protocol):
    """What turns scores into what is published: chances, or expected counts."""

    def interval(self, score: npt.ArrayLike) -> tuple[Array, Array, Array]:
        """The value, its low and its high end, each of shape (rows,)."""


@dataclass(frozen=True)
class FinalModel:
    """The fitted winner, its calibrator, and the words and typical values for its reasons.

    ``gives`` names what the calibrator makes of a score: a chance or a count, and its range.
    """

    name: str
    fitted: Fitted
    calibrator: Calibrates
    typical: Mapping[str, Typical]
    meanings: Mapping[str, str]
    completed_by: date
    gives: tuple[str, str, str] = CHANCES

    @property
    def features(self) -> tuple[str, ...]:
        """The columns that ``predict`` needs."""
        return self.fitted.features

    def along_paths(self) -> FinalModel:
        """The same model, whose reasons are what its trees' splits change: for long lists.

        Scores and ranges stay; a model of another kind stays as it is.
        """
        if not isinstance(self.fitted, FittedTrees):
            return self
        return replace(self, fitted=replace(self.fitted, exact=False))

    def predict(self, X: pd.DataFrame) -> pd.DataFrame:
        """Score, what ``gives`` names, and three reasons for each row, index of X.

        Columns score, such as probability, probability_low, probability_high, reason_1 to reason_3.
        PlanError when a feature is absent.
        """
        rows = wanted(X, self.features)
        score = self.fitted.score(rows)
        made = dict(zip(self.gives, self.calibrator.interval(score), strict=True))
        frame = pd.DataFrame({"score": score, **made}, index=X.index)
        words = reasons(self.fitted.contributions(rows), rows, self.typical, self.meanings, REASONS)
        return frame.assign(**{f"reason_{i + 1}": words[:, i] for i in range(REASONS)})


def final_model(
    played: Contest,
    matrix: pd.DataFrame,
    meanings: Mapping[str, str],
    completed_by: date | None = None,
    sample: pd.DataFrame | None = None,
) -> FinalModel:
    """Fit the contest's winner on all windows that are over.

    ``matrix`` as in ``contest``; ``meanings`` puts features in plain words; ``completed_by``
    leaves out windows that end after it (by default none). The calibrator learns from all of the
    winner's out-of-time scores of those windows. ``sample``: cases that have all features where
    the matrix lacks some, for what is typical of them. PlanError when no window is left.
    """
    last = completed_by or max(window.end for window in played.windows)
    done = [window for window in played.windows if window.end <= last]
    check_matrix(matrix, played.features, done, played.counts)
    taught = [window for window in done if not played.taught or window in played.taught]
    rows = rows_of(matrix, taught)
    known = played.out_of_time[
        (played.out_of_time["candidate"] == played.winner)
        & played.out_of_time["window"].isin([pd.Timestamp(window.start) for window in done])
    ]
    if rows.empty or known.empty:
        raise PlanError(
            f"No tested window is over by {last}, so there is nothing to calibrate with.",
            "Give a later completed_by, or more windows to the contest.",
        )
    X = rows[list(played.features)]
    fitted = played.candidates[played.winner].fit(X, rows["outcome"].to_numpy(dtype=np.int64))
    if isinstance(fitted, FittedOnSpark):
        fitted = fitted.of
    usual = X if sample is None else sample
    return FinalModel(
        name=played.winner,
        fitted=fitted,
        calibrator=_calibrator(played, known),
        typical={feature: typical(usual[feature]) for feature in fitted.features},
        meanings={f: meanings.get(f, f.replace("_", " ")) for f in fitted.features},
        completed_by=last,
        gives=EXPECTED if played.counts else CHANCES,
    )


def _calibrator(played: Contest, known: pd.DataFrame) -> Calibrates:
    already = played.candidates[played.winner].log_odds
    if played.counts:
        return count_calibrator_of(known, already, played.interval_level)
    return calibrator_of(known, already, played.interval_level, played.seed)
