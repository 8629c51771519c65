"""The line log E(count) = intercept + slope * log(expected), and how sure its slope is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from lakehouse.methods.quasi_poisson import fit
from lakehouse.modelling.sandwich import block_gradients, sandwich

# With less counted no line is drawn.
FEWEST = 50


@dataclass(frozen=True)
class Slope:
    """The slope (1 is right, below 1 too extreme) and the borders that hold it ``level`` times."""

    value: float
    low: float
    high: float


UNKNOWN = Slope(float("nan"), float("nan"), float("nan"))


def count_slope(
    expected: npt.ArrayLike,
    outcome: npt.ArrayLike,
    blocks: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Slope:
    """The slope of a Poisson regression on log(expected) (Cox 1958), one entry per row.

    The borders are Wald's with the covariance of rows that are alike within a block, as those of
    one place over the years are (Liang and Zeger 1986); each row is a block of its own by default,
    which allows for overdispersion (White 1982). Missing where too little was counted for a line,
    or where none is best.
    """
    x, y = np.log(np.asarray(expected, dtype=float)), np.asarray(outcome, dtype=float)
    if y.sum() < FEWEST or len(np.unique(x)) < 2:
        return UNKNOWN
    design = np.column_stack([np.ones_like(x), x])
    fitted = fit(design, y[None, :])
    if not fitted.good[0]:
        return UNKNOWN
    gradients = block_gradients(design * (y - fitted.fitted[0])[:, None], blocks)
    covariance, slope = sandwich(fitted.covariance[0], gradients), float(fitted.coefficients[0, 1])
    half = float(norm.ppf((1 + level) / 2) * np.sqrt(covariance[1, 1]))
    return Slope(slope, slope - half, slope + half)
