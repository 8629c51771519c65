"""How wrong each candidate was, step ahead by step ahead, on the fifth held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.modelling.bootstrap import Weights
from lakehouse.modelling.speeds.bands import bands, restlessness
from lakehouse.modelling.speeds.candidates import each_one
from lakehouse.modelling.speeds.measured import Measured
from lakehouse.modelling.speeds.pace import Pace
from lakehouse.modelling.speeds.panel import Array
from lakehouse.modelling.speeds.paths import fitted, gaps, paths

WINDOWS = 3  # at least, so that each can be judged by what was chosen in the others


@dataclass(frozen=True)
class HeldBack:
    """Sums over detectors by candidate of ``each_one``, step ahead and origin: (3, steps, origins).

    ``lost`` are absolute errors, ``inside`` bands that held; ``told`` is how many were measured,
    (steps, origins). ``first`` is the step of the first origin, ``window`` the number of each's
    window.
    """

    pace: Pace
    lost: Array
    inside: Array
    told: Array
    first: int
    window: npt.NDArray[np.int64]

    def mean(self, sums: Array, weights: Weights | None = None) -> Array:
        """Of (steps, origins): the mean of each step ahead, (draws, steps), missing without any.

        ``weights`` say how often each origin is drawn, (draws, origins); once by default.
        """
        times = np.ones((1, sums.shape[1])) if weights is None else weights.astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((times @ sums.T) / (times @ self.told.T))

    def best(self, among: Sequence[int], kept: npt.NDArray[np.bool_] | None = None) -> Array:
        """The number of the candidate that missed least at each step ahead, the plainest of equals.

        Of the origins ``kept``, all by default.
        """
        kept = np.ones(len(self.window), dtype=bool) if kept is None else kept
        lost, told = self.lost[list(among)][:, :, kept].sum(axis=2), self.told[:, kept].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.nan_to_num(lost / told, nan=np.inf, posinf=np.inf)
        return np.asarray(np.asarray(among)[mean.argmin(axis=0)])

    def chosen_elsewhere(self, sums: Array, among: Sequence[int]) -> Array:
        """Sums (steps, origins) of who was best at each step ahead in all other windows."""
        made = np.empty(sums.shape[1:])
        for one in np.unique(self.window):
            here = self.window == one
            who = self.best(among, ~here)
            made[:, here] = sums[who, np.arange(len(who))][:, here]
        return made


def held_back(of: Measured) -> HeldBack:
    """On the first three fifths all is learnt, on the next the bands, the last is judged."""
    n, steps = len(of.values), of.pace.ahead
    judged_at, banded_at = int(0.8 * n), int(0.6 * n)
    at = np.arange(banded_at, n - steps)
    said, restless = paths(of, banded_at, at, fitted(of, banded_at)), restlessness(of.values, at)
    split = judged_at - banded_at
    before = slice(0, split - steps)  # what was over before the judged stretch begins
    lost, inside = [], []
    for name in each_one(of.pace):
        gap, told = gaps(of, said[name], banded_at)
        held = []
        for ahead in range(steps):
            around = bands(gap[ahead][before], told[ahead][before], restless[before])
            low, high = around.ends(said[name][ahead, split:], restless[split:])
            came = said[name][ahead, split:] + gap[ahead][split:]
            held.append(((low <= came) & (came <= high) & told[ahead][split:]).sum(axis=1))
        lost.append(np.where(told, np.abs(gap), 0.0)[:, split:].sum(axis=2))
        inside.append(np.stack(held).astype(float))
    many = len(at) - split
    windows = np.array_split(np.arange(many), max(WINDOWS, round(many / of.pace.week)))
    number = np.repeat(np.arange(len(windows)), [len(each) for each in windows])
    first = of.first + judged_at
    summed = np.stack(lost), np.stack(inside), told[:, split:].sum(axis=2)
    return HeldBack(of.pace, *summed, first, number)
