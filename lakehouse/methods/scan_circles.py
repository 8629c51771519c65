"""Circles around places, and what a scan over them found: the clusters that do not overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.small_area import Array

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Circles:
    """``inside`` (circles, places) 1 or 0, with each circle's ``centre`` and ``radius``."""

    inside: Array
    centre: Whole
    radius: Array


def circles(
    xy: npt.ArrayLike, weight: npt.ArrayLike, share: float = 0.5, farthest: float = np.inf
) -> Circles:
    """Around every place its nearest ones, one more a circle (Kulldorff 1997).

    ``xy`` (places, 2) in a plane, ``weight`` (places,) the people or cases there: no circle holds
    more than ``share`` of them or reaches beyond ``farthest``. Places at the same distance are
    taken in the order of their coordinates, as SaTScan does. PlanError when a coordinate is
    missing or there is no weight.
    """
    xy, weight = np.asarray(xy, dtype=float), np.asarray(weight, dtype=float)
    if not (np.isfinite(xy).all() and np.isfinite(weight).all() and (weight >= 0).all()):
        raise PlanError("A place lacks its coordinates or its people.", "Leave it out.")
    inside, centre, radius = [], [], []
    most, one = share * weight.sum() * (1 + 1e-12), np.tri(len(xy))
    for k, middle in enumerate(xy):
        # Rounded, so that what is equally far in the plane is so in the last digit too.
        far = np.round(np.hypot(*(xy - middle).T), 9)
        order = np.lexsort((xy[:, 1], xy[:, 0], far))
        fits = (np.cumsum(weight[order]) <= most) & (far[order] <= farthest)
        number = int(fits.sum())
        held = np.zeros((number, len(xy)))
        held[:, order] = one[:number]
        inside.append(held)
        centre.append(np.full(number, k))
        radius.append(far[order][:number])
    return Circles(np.vstack(inside), np.concatenate(centre), np.concatenate(radius))


def apart(found: Circles, statistic: Array) -> Whole:
    """The circles to be told: the best of each centre, best first, none that overlaps a better one.

    A circle whose statistic is not above 0 holds no more cases than expected.
    """
    best = pd.Series(statistic).groupby(found.centre).idxmax().to_numpy(dtype=np.int64)
    taken, told = np.zeros(found.inside.shape[1], dtype=bool), []
    for k in best[np.argsort(-statistic[best], kind="stable")]:
        held = found.inside[k] > 0
        if statistic[k] > 0 and not (held & taken).any():
            told.append(k)
            taken |= held
    return np.array(told, dtype=np.int64)


def chance_of(statistic: Array, drawn: Array) -> Array:
    """Rank of each among the highest ones of data drawn without clusters (Dwass 1957)."""
    as_high = (drawn[None, :] >= statistic[:, None] - 1e-9).sum(axis=1)
    return np.asarray((1 + as_high) / (1 + len(drawn)))


def worth_telling(p: Array) -> npt.NDArray[np.bool_]:
    """The first, and those that some draw did not surpass (the others are not told by SaTScan)."""
    return np.asarray((p < 1) | (np.arange(len(p)) == 0))


def members(names: pd.Index, xy: Array, found: Circles, k: int) -> tuple[object, ...]:
    """Names of the places in circle ``k``, the nearest to its centre first."""
    inside = np.flatnonzero(found.inside[k])
    far = np.round(np.hypot(*(xy[inside] - xy[found.centre[k]]).T), 9)
    return tuple(names[inside[np.lexsort((xy[inside, 1], xy[inside, 0], far))]])
