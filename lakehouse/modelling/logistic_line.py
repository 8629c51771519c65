"""The line logit(P) = intercept + slope * x through outcomes, with what is needed to redraw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.sandwich import block_gradients, sandwich
from lakehouse.modelling.ties import Array

NEAREST = 1e-9  # how near to 0 or 1 a probability may be before its logit is taken


@dataclass(frozen=True)
class Line:
    """The two coefficients, the inverse information (2, 2) and each block's gradient (blocks, 2).

    ``inverse`` alone is the covariance of independent rows; with the gradients it is the one of
    rows that are alike within a block.
    """

    intercept: float
    slope: float
    inverse: Array
    gradients: Array

    @property
    def covariance(self) -> Array:
        """Cluster-robust covariance of (intercept, slope), shape (2, 2) (Liang and Zeger 1986)."""
        return sandwich(self.inverse, self.gradients)


def log_odds(probability: npt.ArrayLike) -> Array:
    """logit of probabilities kept a little off 0 and 1."""
    return np.asarray(logit(np.clip(np.asarray(probability, dtype=float), NEAREST, 1 - NEAREST)))


@dataclass(frozen=True)
class Prior:
    """What is believed of the slope before any row is seen: normal with this mean and sd."""

    mean: float
    sd: float


def fit_line(
    x: Array, target: Array, blocks: npt.ArrayLike | None = None, prior: Prior | None = None
) -> Line | None:
    """Maximum likelihood by Newton steps; None when there is no finite, single answer.

    With a ``prior`` on the slope it is the posterior mode (ridge towards the prior's mean).
    ``x`` and ``target`` (0 to 1; fractions allowed) have one entry per row, ``blocks`` names the
    group of each row (each row its own by default). No answer: x is constant, or a border
    value of x separates the outcomes.
    """
    if x.shape != target.shape or x.ndim != 1:
        raise PlanError(
            f"A line cannot go through {x.shape} values and {target.shape} outcomes.",
            "Give one outcome for each value.",
        )
    if len(x) == 0 or np.ptp(x) == 0 or np.ptp(target) == 0:
        return None
    design = np.column_stack([np.ones_like(x), x])
    beta = _climb(design, target, prior)
    if beta is None:
        return None
    chance = expit(design @ beta)
    residual = design * (target - chance)[:, None]
    information = _information(design, chance) + _believed(prior)
    inverse = np.asarray(np.linalg.inv(information), dtype=float)
    return Line(float(beta[0]), float(beta[1]), inverse, block_gradients(residual, blocks))


def _climb(design: Array, target: Array, prior: Prior | None) -> Array | None:
    beta = np.array([float(logit(target.mean())), prior.mean if prior else 0.0])
    believed, pull = _believed(prior), np.array([0.0, prior.mean if prior else 0.0])
    for _ in range(50):
        chance = expit(design @ beta)
        information = _information(design, chance) + believed
        if np.linalg.cond(information) > 1e14:
            return None
        gradient = design.T @ (target - chance) + believed @ (pull - beta)
        step = np.linalg.solve(information, gradient)
        start = _posterior(design, beta, target, believed, pull)
        # The likelihood is concave: a full step may overshoot, half of it often enough does not.
        least = start - 1e-9 * abs(start)
        while _posterior(design, beta + step, target, believed, pull) < least:
            step = step / 2
        beta = beta + step
        if np.abs(step).max() < 1e-9 * (1 + np.abs(beta).max()):
            return np.asarray(beta)
    return None


def _information(design: Array, chance: Array) -> Array:
    return np.asarray((design * (chance * (1 - chance))[:, None]).T @ design)


def _believed(prior: Prior | None) -> Array:
    """The prior's information, shape (2, 2): nothing on the intercept."""
    return np.diag([0.0, 1 / prior.sd**2 if prior else 0.0])


def _posterior(design: Array, beta: Array, target: Array, believed: Array, pull: Array) -> float:
    eta, off = design @ beta, beta - pull
    return float(target @ eta - np.logaddexp(0, eta).sum() - off @ believed @ off / 2)
