"""Turn scores into expected counts, with a range that holds the count to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import nbinom, poisson

from lakehouse.declare.errors import PlanError
from lakehouse.methods.empirical_bayes import calibration_factor
from lakehouse.methods.negative_binomial import POISSON, dispersion_of
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.rounds import Said
from lakehouse.modelling.ties import Array, checked

EXPECTED = ("expected", "expected_low", "expected_high")
LEAST = 1e-4
HIGHEST_LOG = 20.0


@dataclass(frozen=True)
class CountCalibrator:
    """expected = intercept + slope * score, or factor * exp(score) of a ``log_score``.

    ``dispersion`` (k) is that of counts around what was expected, in windows not learnt from.
    """

    log_score: bool
    intercept: float
    slope: float
    factor: float
    dispersion: float
    level: float

    def expected(self, score: npt.ArrayLike) -> Array:
        """The expected count of each score, shape (rows,), never below one in 10,000."""
        scores = np.asarray(score, dtype=float)
        if self.log_score:
            made = self.factor * np.exp(np.minimum(scores, HIGHEST_LOG))
        else:
            made = self.intercept + self.slope * scores
        return np.asarray(np.maximum(made, LEAST))

    def interval(self, score: npt.ArrayLike) -> tuple[Array, Array, Array]:
        """Expected, low and high: the negative-binomial count lies in [low, high] ``level`` times.

        Whole numbers, so that more than ``level`` is held where counts are few.
        """
        mean = self.expected(score)
        tail = (1 - self.level) / 2
        if self.dispersion <= POISSON:
            law = poisson(mean)
        else:
            law = nbinom(1 / self.dispersion, 1 / (1 + self.dispersion * mean))
        return mean, np.asarray(law.ppf(tail)), np.asarray(law.ppf(1 - tail))


def fit_count_calibrator(
    score: npt.ArrayLike, outcome: npt.ArrayLike, *, log_score: bool = False, level: float = 0.9
) -> CountCalibrator:
    """Fit on scores given to rows of windows that the scorer had not seen.

    The logarithm of an expected count keeps its shape and gets the calibration factor of the
    Highway Safety Manual. A plain score gets the least-squares line, which draws it towards the
    mean as far as the rows say (credibility, Bühlmann 1967); scores that rank the wrong way all
    get the mean.
    """
    scores, counts = checked(score, outcome, counts=True)
    if len(scores) == 0:
        raise PlanError(
            "No earlier window was scored, so nothing can be calibrated.",
            "Leave the first test window without expected counts.",
        )
    factor, intercept, slope = 1.0, float(counts.mean()), 0.0
    if log_score:
        factor = calibration_factor(counts, np.exp(np.minimum(scores, HIGHEST_LOG))).factor
    elif scores.var() > 0:
        centred = scores - scores.mean()
        slope = max(0.0, float(centred @ counts / (centred @ centred)))
        intercept = float(counts.mean() - slope * scores.mean())
    before = CountCalibrator(log_score, intercept, slope, factor, 0.0, level)
    k = dispersion_of(counts, before.expected(scores))
    return CountCalibrator(log_score, intercept, slope, factor, k, level)


def expected_counts(level: float = 0.9) -> Said:
    """expected, expected_low, expected_high and dispersion; all missing in the first window."""

    def said(
        scored: pd.DataFrame, known: Sequence[pd.DataFrame], candidate: Candidate
    ) -> pd.DataFrame:
        names = (*EXPECTED, "dispersion")
        if not known:
            return scored.assign(**dict.fromkeys(names, np.nan))
        made = count_calibrator_of(pd.concat(known), candidate.log_odds, level)
        values = (*made.interval(scored["score"]), made.dispersion)
        return scored.assign(**dict(zip(names, values, strict=True)))

    return said


def count_calibrator_of(known: pd.DataFrame, log_score: bool, level: float) -> CountCalibrator:
    """The calibrator from out-of-time rows of one candidate."""
    return fit_count_calibrator(known["score"], known["outcome"], log_score=log_score, level=level)
