"""Whether one score ranks better than another on the same independent rows: DeLong's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, rankdata

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class AucGap:
    """Two AUCs, the first less the second with its interval, and how sure it is not nought.

    ``z`` and the two-sided ``p`` are missing where the gap has no variance.
    """

    first: float
    second: float
    gap: float
    low: float
    high: float
    z: float
    p: float


def delong(
    first: npt.ArrayLike, second: npt.ArrayLike, outcome: npt.ArrayLike, level: float = 0.95
) -> AucGap:
    """Compare two scores of the same rows, outcome 1 or 0, by DeLong et al. 1988 (Biometrics 44).

    For rows that are independent; where entities come again or neighbours tell of each other the
    contest's block bootstrap is the one to ask. Ties count half. PlanError with fewer than two
    rows of either outcome, or where the three are not of one length.
    """
    scores = [np.asarray(score, dtype=float) for score in (first, second)]
    hit = np.asarray(outcome) == 1
    if any(s.shape != hit.shape for s in scores) or min(hit.sum(), (~hit).sum()) < 2:
        raise PlanError(
            "Two scores cannot be compared on these rows.",
            "Give two scores and an outcome a row, and two rows of each outcome at least.",
        )
    placed = [_placements(score, hit) for score in scores]
    one, other = (float(below.mean()) for below, _ in placed)
    parts = [np.subtract(*pair) for pair in zip(*placed, strict=True)]
    spread = float(np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts)))
    gap = one - other
    half = float(norm.ppf((1 + level) / 2)) * spread
    z = gap / spread if spread > 0 else float("nan")
    return AucGap(one, other, gap, gap - half, gap + half, z, float(2 * norm.sf(abs(z))))


def _placements(score: Array, hit: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """Of each row with the outcome the share of those without below it, and the other way round."""
    among = rankdata(score)
    ones, noughts = score[hit], score[~hit]
    below = (among[hit] - rankdata(ones)) / len(noughts)
    above = 1 - (among[~hit] - rankdata(noughts)) / len(ones)
    return below, above
