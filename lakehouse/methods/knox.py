"""Near repeats: whether events that lie near each other also follow each other soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from scipy.stats import poisson

from lakehouse.methods.judged import Array

# Pairs enumerated together.
PAIRS = 50_000
# So many rows of a round stay in the processor's cache: three times as quick.
ROWS = 1000
ROUND = 199
# Shuffles with as many pairs after which more of them would only say the same: p is large.
ENOUGH = 20


@dataclass(frozen=True)
class Knox:
    """Pairs near in time and place, and how many there would be without a link.

    ``p_poisson`` is a Poisson's chance of more pairs than observed (as in R surveillance);
    ``p_shuffled`` that of as many or more, where times were shuffled.
    """

    observed: int
    expected: float
    p_poisson: float
    p_shuffled: float | None


def knox(
    times: npt.ArrayLike,
    places: npt.ArrayLike,
    soon: float,
    near: float,
    shuffles: int = 0,
    seed: int = 1,
) -> Knox:
    """Count pairs of events at most ``soon`` apart in time and ``near`` apart in place.

    ``times`` (n,) and ``places`` (n, 2) are numbers in the units of ``soon`` and ``near``, by
    position, whatever index they have. Expected is the number of soon pairs times that of near
    pairs over all pairs (Knox, Applied Statistics 1964). Of at most ``shuffles`` shuffles those
    after 20 with as many pairs are left out (Besag and Clifford, Biometrika 1991), in rounds of
    199. Pairs are never held all at once. Raises :class:`ValueError` for fewer than two events,
    a number that is missing, and dates, which have no unit.
    """
    when, where = numbers_of(times, "times", 1), numbers_of(places, "places", 2)
    if len(when) != len(where):
        raise ValueError(f"{len(when)} times and {len(where)} places are not of the same events.")
    if len(when) < 2:
        raise ValueError("A pair needs two events.")
    rng = np.random.default_rng(seed)
    tree = cKDTree(where)
    at, apart = _small(when, soon)
    observed, as_many, done, near_pairs = -1, 0, 0, 0
    while observed < 0 or (done < shuffles and as_many < ENOUGH):
        drawn = [rng.permutation(at) for _ in range(min(ROUND, shuffles - done))]
        columns = drawn if observed >= 0 else [at, *drawn]
        near_pairs, together = _together(np.column_stack(columns), apart, tree, near)
        if observed < 0:
            observed, together = int(together[0]), together[1:]
        as_many += int((together >= observed).sum())
        done += len(drawn)
    expected = expected_pairs(when, soon, near_pairs)
    shuffled = (1 + as_many) / (1 + done) if done else None
    return Knox(observed, expected, float(poisson.sf(observed, expected)), shuffled)


def _together(at: npt.NDArray[Any], soon: float, tree: Any, near: float) -> tuple[int, Any]:
    """How many pairs are near, and how many of them are soon by each column of times."""
    pairs, together = 0, np.zeros(at.shape[1], dtype=np.int64)
    for i, j in near_pairs_of(tree, near):
        pairs += len(i)
        for k in range(0, len(i), ROWS):
            within = np.abs(at[i[k : k + ROWS]] - at[j[k : k + ROWS]]) <= soon
            together += np.add.reduce(within.view(np.uint8), axis=0, dtype=np.uint16)
    return pairs, together


def near_pairs_of(tree: Any, near: float) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Each pair of near events once, some at a time, of neighbourhoods that lie together."""
    order, places = tree.indices, tree.data
    many = tree.query_ball_point(places[order], near, return_length=True)
    part = np.cumsum(many) // PAIRS
    for some in np.split(order, np.flatnonzero(np.diff(part)) + 1):
        found = cKDTree(places[some]).sparse_distance_matrix(tree, near, output_type="ndarray")
        i, j = some[found["i"]], found["j"]
        once = i < j
        yield i[once], j[once]


def expected_pairs(times: Array, soon: float, near_pairs: float) -> float:
    """Soon and near pairs of two events or more if time and place were not linked (Knox 1964)."""
    return _soon_pairs(times, soon) * near_pairs / (len(times) * (len(times) - 1) / 2)


def _soon_pairs(times: Array, soon: float) -> int:
    """Pairs at most ``soon`` apart, by the very difference that :func:`_together` looks at."""
    ordered = np.sort(times)
    first = np.arange(len(ordered))
    low, high = first.copy(), np.full(len(ordered), len(ordered) - 1)
    while (low < high).any():
        middle = (low + high + 1) // 2
        within = ordered[middle] - ordered <= soon
        low, high = np.where(within, middle, low), np.where(within, high, middle - 1)
    return int((low - first).sum())


def _small(times: Array, soon: float) -> tuple[npt.NDArray[Any], float]:
    """Whole numbers, such as days, as short integers: the same differences, much quicker."""
    since, most = times - times.min(), np.iinfo(np.int16).max
    if (times % 1 != 0).any() or since.max() > most:
        return times, soon
    return since.astype(np.int16), int(np.floor(min(soon, most)))


def numbers_of(values: npt.ArrayLike, name: str, dimensions: int) -> Array:
    """``values`` as numbers, of the shape (n,) or (n, 2) by ``dimensions``; ValueError else."""
    raw = np.asarray(values)
    try:
        made = np.asarray(raw, dtype=float) if raw.dtype.kind not in "mM" else None
    except (TypeError, ValueError):
        made = None
    if made is None:
        raise ValueError(f"{name} have to be numbers, such as days since a date.")
    if made.ndim != dimensions or (dimensions == 2 and made.shape[1] != 2):
        raise ValueError(f"{name} have the shape {made.shape}: one row an event.")
    if not np.isfinite(made).all():
        raise ValueError(f"{int((~np.isfinite(made)).sum())} of the {name} are missing.")
    return made
