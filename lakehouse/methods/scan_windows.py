"""Cases in circles over the last days, how unlikely they are, and the same with shuffled days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from lakehouse.methods.scan_circles import Circles, Whole
from lakehouse.methods.small_area import Array

LEAST_CASES = 2
AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Windows:
    """Cases by ``place`` and ``window`` (cases,), the window number -1 when it is too long ago.

    ``since`` (windows,) is the first day of each window, the latest first; each ends on the last
    day and holds the ones before it.
    """

    place: Whole
    window: Whole
    since: Whole


@dataclass(frozen=True)
class LikelihoodRatio:
    """The likelihood ratio of any counts, its logarithms made once.

    ``expected`` and both ``logs`` (circles, 1, windows); ``own`` is c log(c) for c = 0, 1, ...
    """

    expected: Array
    logs: Array
    other_logs: Array
    own: Array

    @classmethod
    def of(cls, seen: Windows, found: Circles, held: Array) -> LikelihoodRatio:
        total = float(held.sum())
        lately = np.cumsum(np.bincount(seen.window + 1, minlength=len(seen.since) + 1)[1:])
        expected = np.outer(found.inside @ held, lately)[:, None] / total
        inner = np.where((expected > 0) & (expected < total), expected, 1.0)
        whole = np.arange(total + 1)
        rest = np.log(np.maximum(total - inner, 1e-300))
        return cls(expected, np.log(inner), rest, np.asarray(xlogy(whole, whole)))

    def at(self, counts: Whole) -> Array:
        """Of counts (circles, rows, windows); 0 where there are not more than expected."""
        total, more = len(self.own) - 1, (counts > self.expected + 1e-12) & (counts >= LEAST_CASES)
        # Most circles hold no more than expected: only the others are worth their logarithms.
        circle, row, window = np.nonzero(more)
        c = counts[circle, row, window]
        inner, outer = self.logs[circle, 0, window], self.other_logs[circle, 0, window]
        made = np.zeros(counts.shape)
        made[circle, row, window] = (
            self.own[c] + self.own[total - c] - c * inner - (total - c) * outer
        )
        return made


def counts_in(found: Circles, place: Whole, window: Whole) -> Whole:
    """Cases (circles, rows, windows), for each row of ``place`` (rows, recent cases)."""
    places, spans, rows = found.inside.shape[1], int(window.max()) + 1, len(place)
    cell = (np.arange(rows)[:, None] * places + place) * spans + window
    each = np.bincount(cell.ravel(), minlength=rows * places * spans)
    lately = each.reshape(rows, places, spans).cumsum(axis=2).transpose(1, 0, 2)
    # Whole numbers below 2^24 are exact in single precision, and twice as fast.
    flat = lately.reshape(places, rows * spans).astype(np.float32)
    made = found.inside.astype(np.float32) @ flat
    return np.asarray(made.reshape(-1, rows, spans).astype(np.int64))


def shuffled(
    seen: Windows, found: Circles, ratio: LikelihoodRatio, shuffles: int, seed: int
) -> Array:
    """The highest statistic of each shuffle of the days over the cases."""
    rng, made, window = np.random.default_rng(seed), [], seen.window[seen.window >= 0]
    some = max(1, AT_ONCE // max(ratio.expected.size, len(window)))
    for start in range(0, shuffles, some):
        # Which cases the recent days fall to is all of a shuffle that is looked at.
        rows = range(min(some, shuffles - start))
        drawn = [rng.choice(len(seen.place), len(window), replace=False) for _ in rows]
        made.append(
            ratio.at(counts_in(found, seen.place[np.array(drawn)], window)).max(axis=(0, 2))
        )
    return np.concatenate(made) if made else np.empty(0)
