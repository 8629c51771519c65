"""Smooth curves that are straight beyond their ends, as columns of a design."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.interpolate import BSpline

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
DEGREE = 3


def natural_spline(
    x: npt.ArrayLike,
    knots: Sequence[float] | Array,
    ends: tuple[float, float],
    *,
    intercept: bool = False,
) -> Array:
    """Natural cubic splines, shape (values, knots + 1), one column more with ``intercept``.

    The same columns as R's ``splines::ns``: B-splines whose second derivative is 0 at both
    ``ends``, continued there by their tangents (Hastie 1992, section 7.6.2). Missing stays missing.
    PlanError when knots are not between the ends, or the ends are the same.
    """
    inner = np.sort(np.asarray(knots, dtype=float))
    low, high = ends
    if not (np.diff([low, *inner, high]) > 0).all():
        raise PlanError(
            f"Knots have to lie between {low:g} and {high:g}, one apart from the other.",
            "Give fewer knots, or values that vary more.",
        )
    values = np.asarray(x, dtype=float)
    curves = _b_splines(inner, low, high)
    made = curves(np.clip(values, low, high))
    slope, bend = curves.derivative(1)(np.array(ends)), curves.derivative(2)(np.array(ends))
    beyond = np.where(values < low, values - low, 0.0), np.where(values > high, values - high, 0.0)
    made = made + np.outer(beyond[0], slope[0]) + np.outer(beyond[1], slope[1])
    if not intercept:
        made, bend = made[:, 1:], bend[:, 1:]
    turned = np.linalg.qr(bend.T, mode="complete")[0]
    return np.asarray((made @ turned)[:, 2:])


def spread_knots(x: npt.ArrayLike, freedom: int) -> Array:
    """The inner knots that give a natural spline ``freedom`` columns: equally many values apart."""
    return np.asarray(np.nanquantile(np.asarray(x, dtype=float), np.arange(1, freedom) / freedom))


def log_knots(longest: float, number: int) -> Array:
    """Knots from 0 to ``longest`` that are equally far apart on the logarithmic scale.

    For lags: effects change fastest in the first days (Gasparrini 2011, section 3.1).
    """
    step = (1 + np.log(longest)) / (number + 1)
    return np.asarray(np.exp(step * np.arange(1, number + 1) - 1))


def _b_splines(inner: Array, low: float, high: float) -> BSpline:
    walls = np.full(DEGREE + 1, low), np.full(DEGREE + 1, high)
    every = np.concatenate([walls[0], inner, walls[1]])
    return BSpline(every, np.eye(len(inner) + DEGREE + 1), DEGREE)
