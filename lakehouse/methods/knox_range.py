"""How sure the ratio of near repeats is: parts of the period are left out in turn."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from scipy.stats import chi2, t

from lakehouse.methods.knox import expected_pairs, near_pairs_of, numbers_of

# Parts of the period that are left out in turn; each is to be longer than what is called soon.
PARTS = 12


def ratio_range(
    times: npt.ArrayLike, places: npt.ArrayLike, soon: float, near: float, level: float = 0.95
) -> tuple[float, float] | None:
    """Low and high end of observed over expected pairs of Knox's test, None without expected ones.

    ``times`` (n,) and ``places`` (n, 2) as :func:`~lakehouse.methods.knox.knox` takes them. Each
    end is the further of two: of the exact range of a Poisson count (Garwood, Biometrika 1936),
    and of Student's range for the logarithm with the delete-a-block jackknife's error over twelve
    equal parts of the period (Künsch, Annals of Statistics 1989, section 3): pairs share events,
    so that where incidents do draw others a Poisson's range alone is too narrow.
    """
    when, where = numbers_of(times, "times", 1), numbers_of(places, "places", 2)
    span = float(np.ptp(when)) or 1.0
    part = np.minimum(PARTS * (when - when.min()) // span, PARTS - 1).astype(int)
    close, both = _pairs(when, where, part, soon, near)
    expected = _expected(when, close[-1], soon)
    if not expected:
        return None
    observed = both[-1]
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * observed)) / 2 if observed else 0.0
    high = float(chi2.ppf(1 - tail, 2 * (observed + 1))) / 2
    wide = _jackknifed(when, part, close, both, soon, tail) if observed else 1.0
    return min(low, observed / wide) / expected, max(high, observed * wide) / expected


def _jackknifed(
    when: npt.NDArray[Any],
    part: npt.NDArray[Any],
    close: npt.NDArray[Any],
    both: npt.NDArray[Any],
    soon: float,
    tail: float,
) -> float:
    """The factor by which the ratio may be off, 1 where too little is left to tell."""
    left = [_expected(when[part != k], close[k], soon) for k in range(PARTS)]
    if min(left) <= 0:
        return 1.0
    logs = np.log(np.maximum(both[:-1], 0.5) / left)
    error = np.sqrt((PARTS - 1) / PARTS * ((logs - logs.mean()) ** 2).sum())
    return float(np.exp(t.ppf(1 - tail, PARTS - 1) * error))


def _pairs(
    when: npt.NDArray[Any],
    where: npt.NDArray[Any],
    part: npt.NDArray[Any],
    soon: float,
    near: float,
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Near pairs, and near and soon ones, with each part of the period left out; all come last."""
    close, both = np.zeros(PARTS + 1), np.zeros(PARTS + 1)
    for i, j in near_pairs_of(cKDTree(where), near):
        close += _left(part[i], part[j])
        within = np.abs(when[i] - when[j]) <= soon
        both += _left(part[i[within]], part[j[within]])
    return close, both


def _left(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Of pairs, by the parts their events lie in, those that stay without each part; all last."""
    twice = np.bincount(one[one == other], minlength=PARTS)
    lost = np.bincount(one, minlength=PARTS) + np.bincount(other, minlength=PARTS) - twice
    return np.append(len(one) - lost, len(one))


def _expected(when: npt.NDArray[Any], close: float, soon: float) -> float:
    """Near and soon pairs without a link, of ``close`` near ones."""
    return expected_pairs(when, soon, close) if len(when) > 1 else 0.0
