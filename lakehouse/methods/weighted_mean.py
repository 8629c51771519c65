"""Parts put together by an arithmetic, geometric or harmonic mean, and what each part adds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lakehouse.declare.errors import PlanError
from lakehouse.methods.judged import Array

ARITHMETIC, GEOMETRIC, HARMONIC = "arithmetic", "geometric", "harmonic"
MEANS = (ARITHMETIC, GEOMETRIC, HARMONIC)


def weighted_mean(kind: str, values: npt.ArrayLike, weights: npt.ArrayLike) -> Array:
    """The mean over the last axis of ``values``, shape (..., parts), with (parts,) ``weights``.

    A missing part takes no part and the others' weights grow; with none the mean is missing.
    A high part makes up for a low one fully in the arithmetic mean, less in the geometric, least
    in the harmonic. PlanError for another kind, a weight below zero or all zero, or a value that
    is not above zero where the mean needs it to be.
    """
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    share = shares(values, weights)
    _fits(kind, values)
    held = share > 0
    if kind == ARITHMETIC:
        mean = np.where(held, values * share, 0).sum(axis=-1)
    elif kind == GEOMETRIC:
        mean = np.exp((share * np.log(np.where(held, values, 1))).sum(axis=-1))
    else:
        turned = (share / np.where(held, values, 1)).sum(axis=-1)
        mean = np.divide(1, turned, out=np.full(turned.shape, np.nan), where=turned > 0)
    return np.asarray(np.where(held.any(axis=-1), mean, np.nan))


def factors(kind: str, values: Array, start: Array, weights: Array) -> Array:
    """What a step of each part is worth to the mean: mean - mean of start = sum f (value - start).

    ``values`` and ``start`` have the shape (..., parts); exact for all three means, also where a
    part did not move. With L(a, b) = (a - b) / ln(a / b), L(a, a) = a: arithmetic f = w;
    geometric f = w L(mean, mean of start) / L(value, start), the logarithmic-mean decomposition
    (Ang 2004, Energy Policy 32); harmonic f = w mean · mean of start / (value · start). A part that
    is missing has 0. Errors as in :func:`weighted_mean`.
    """
    known = np.where(np.isnan(values), np.nan, start)
    share = shares(values, weights)
    if kind == ARITHMETIC:
        return share
    end, begin = (weighted_mean(kind, x, weights)[..., None] for x in (values, known))
    if kind == GEOMETRIC:
        worth = share * _log_mean(end, begin) / _log_mean(values, known)
    else:
        worth = share * end * begin / (values * known)
    return np.asarray(np.where(share > 0, worth, 0))


def shares(values: Array, weights: Array) -> Array:
    """The ``weights`` of the parts that are not missing, adding up to 1; 0 elsewhere."""
    if (weights < 0).any() or weights.sum() <= 0:
        raise PlanError("Weights may not be below zero, nor all zero.", "Mend the weights.")
    held = np.where(np.isnan(values), 0.0, weights)
    total = held.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(held, total, out=np.zeros(held.shape), where=total > 0))


def _fits(kind: str, values: Array) -> None:
    if kind not in MEANS:
        raise PlanError(f"There is no {kind} mean.", f"Say one of {', '.join(MEANS)}.")
    if kind != ARITHMETIC and (values[~np.isnan(values)] <= 0).any():
        raise PlanError(
            f"A value of 0 or less has no {kind} mean.",
            "Normalise to a range that begins above zero, as 1 to 100.",
        )


def _log_mean(a: Array, b: Array) -> Array:
    """L(a, b), by its series where the two are so near that the quotient would lose digits."""
    gap = np.log(a / b)
    near = np.abs(gap) < 1e-4
    safe = np.where(near, 1.0, gap)
    return np.asarray(np.where(near, np.sqrt(a * b) * (1 + gap**2 / 24), (a - b) / safe))
