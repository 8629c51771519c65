"""How likely a sum of counts is when they are drawn from all counts of a map, none twice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import comb

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
MOST_WORK = 2e10  # additions: some ten seconds


def chance_of_sums(counts: npt.ArrayLike, drawn: npt.ArrayLike, sums: npt.ArrayLike) -> Array:
    """Two-sided p of each sum of ``drawn`` places among all (n,) ``counts`` laid out at random.

    The permutation law itself, with no normal or Poisson in between: rare and clumped counts keep
    their own tails. It has the moments of Ord and Getis 1995, equation 14. p is twice the smaller
    tail, 1 at most. PlanError when a count is not a whole number of 0 or more, when more are drawn
    than there are, or when the counts are so large that it would take minutes.
    """
    values, times = _told(counts)
    many, seen = _asked(drawn, sums)
    up, down = _tails(values, times, int(many.max(initial=0)), int(seen.max(initial=0)))
    return np.asarray(np.minimum(1.0, 2 * np.minimum(up[many, seen], down[many, seen])))


def chance_of_sums_around(
    counts: npt.ArrayLike, own: npt.ArrayLike, drawn: npt.ArrayLike, sums: npt.ArrayLike
) -> Array:
    """The same p when a place keeps its ``own`` count and ``drawn`` others around it are summed.

    Conditional permutation (Anselin 1995, section 3), of as many permutations as there are. Errors
    as of :func:`chance_of_sums`.
    """
    values, times = _told(counts)
    many, seen = _asked(drawn, sums)
    most, top = int(many.max(initial=0)), int(seen.max(initial=0))
    tails = _tails(values, times, most, top)
    mine = np.asarray(own, dtype=float).round().astype(np.int64)
    p = np.ones(len(mine))
    for value in np.unique(mine):
        at = mine == value
        up, down = _without(values, times, int(value), tails)
        p[at] = 2 * np.minimum(up[many[at], seen[at]], down[many[at], seen[at]])
    return np.clip(p, 0.0, 1.0)


def _tails(values: Whole, times: Whole, most: int, top: int) -> tuple[Array, Array]:
    """P(sum >= s) and P(sum <= s) of 0 to ``most`` counts for s from 0 to ``top``.

    The coefficient of y^drawn z^sum in the product of (1 + y z^value)^times counts the ways; all
    terms are positive, so that small chances are as exact as large ones.
    """
    n = int(times.sum())
    if most > n:
        raise PlanError(f"{most} places of {n} cannot be drawn.", "Name each neighbour once.")
    if len(values) * most**2 / 2 * (top + 1) > MOST_WORK:
        raise PlanError(
            f"Sums of {most} counts up to {top} have too many ways to be counted.",
            "Count over a shorter time, or say that they are no counts: p is normal then.",
        )
    # The last column holds all sums above ``top``; the scale keeps numbers of ways in range.
    ways, scale = np.zeros((most + 1, top + 2)), max(most, 1) / (np.e * n)
    ways[0, 0] = 1.0
    for value, many in zip(values.tolist(), times.tolist(), strict=True):
        for drawn in range(most, 0, -1):
            for k in range(1, min(many, drawn) + 1):
                ways[drawn] += comb(many, k) * scale**k * _moved(ways[drawn - k], k * value)
    ways /= ways.sum(axis=1, keepdims=True)
    up = np.cumsum(ways[:, ::-1], axis=1)[:, ::-1]
    return up[:, :-1], np.cumsum(ways, axis=1)[:, :-1]


def _moved(ways: Array, by: int) -> Array:
    """Sums that are larger ``by`` so much; those above the top are held together."""
    if not by:
        return ways
    kept = max(len(ways) - 1 - by, 0)
    made = np.zeros_like(ways)
    made[by:-1] = ways[:kept]
    made[-1] = ways[kept:].sum()
    return made


def _without(
    values: Whole, times: Whole, value: int, tails: tuple[Array, Array]
) -> tuple[Array, Array]:
    """The tails with one count less among those drawn from.

    A draw from all holds that count or does not: P(all) = w/n P(rest of it) + (1 - w/n) P(without).
    """
    n, (most, top) = int(times.sum()), (tails[0].shape[0] - 1, tails[0].shape[1] - 1)
    if 2 * most > n:  # taking away would lose digits
        return _tails(values, times - (values == value), most, top)
    found = []
    for tail, beyond in zip(tails, (1.0, 0.0), strict=True):
        left = tail.copy()
        for drawn in range(1, most + 1):
            moved = np.full(top + 1, beyond)
            moved[value:] = left[drawn - 1, : max(top + 1 - value, 0)]
            left[drawn] = np.clip((n * tail[drawn] - drawn * moved) / (n - drawn), 0.0, 1.0)
        found.append(left)
    return found[0], found[1]


def _told(counts: npt.ArrayLike) -> tuple[Whole, Whole]:
    given = np.asarray(counts, dtype=float)
    if not len(given) or not (np.isfinite(given) & (given >= 0) & (given % 1 == 0)).all():
        raise PlanError(
            "A count of the map is no whole number of 0 or more.",
            "Give counts, or say that they are none: p is normal then.",
        )
    values, times = np.unique(given.astype(np.int64), return_counts=True)
    return values, times.astype(np.int64)


def _asked(drawn: npt.ArrayLike, sums: npt.ArrayLike) -> tuple[Whole, Whole]:
    return tuple(  # type: ignore[return-value]
        np.asarray(one, dtype=float).round().astype(np.int64) for one in (drawn, sums)
    )
