"""Turn scores into probabilities, with an interval that says how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.platt import platt_line
from lakehouse.modelling.reliability import equal_mass_bins
from lakehouse.modelling.ties import Array, checked

AT_ONCE = 10_000  # rows whose redrawn probabilities are held in memory


@dataclass(frozen=True)
class Calibrator:
    """logit(P) = intercept + slope * standardised score, the slope never below 0.

    ``lines`` (draws, 2) are the redrawn intercepts and slopes; ``group`` is the number of rows
    whose observed share the interval is about, and ``dispersion`` how many times the variance of
    such a share exceeds that of luck alone. Scores beyond [lowest, highest] count as these.
    """

    centre: float
    spread: float
    lowest: float
    highest: float
    intercept: float
    slope: float
    lines: Array
    group: float
    dispersion: float
    level: float

    def probability(self, score: npt.ArrayLike) -> Array:
        """The probability of each score, shape (rows,); it never falls as the score rises."""
        return np.asarray(expit(self.intercept + self.slope * self._x(score)))

    def interval(self, score: npt.ArrayLike) -> tuple[Array, Array, Array]:
        """Probability, low and high, each of shape (rows,).

        [low, high] should hold, ``level`` of the times, the share with outcome 1 among the tenth
        of a window with scores like this one: it adds the variance of the redrawn lines to the
        dispersed binomial variance of a share of ``group`` rows.
        """
        p, x = self.probability(score), self._x(score)
        # So many rows at once as a processor keeps at hand: draws x rows of a whole city are 8 GB.
        parts = np.array_split(x, max(1, -(-len(x) // AT_ONCE)))
        redrawn = np.concatenate([self._redrawn(part).var(axis=0) for part in parts])
        variance = redrawn + self.dispersion * p * (1 - p) / self.group
        half = norm.ppf((1 + self.level) / 2) * np.sqrt(variance)
        return p, np.maximum(0, p - half), np.minimum(1, p + half)

    def _redrawn(self, x: Array) -> Array:
        return np.asarray(expit(self.lines[:, [0]] + self.lines[:, [1]] * x[None, :]))

    def _x(self, score: npt.ArrayLike) -> Array:
        scores = np.clip(np.asarray(score, dtype=float), self.lowest, self.highest)
        return np.asarray((scores - self.centre) / self.spread)


def fit_calibrator(
    score: npt.ArrayLike,
    outcome: npt.ArrayLike,
    windows: npt.ArrayLike,
    blocks: npt.ArrayLike,
    *,
    log_odds: bool = False,
    level: float = 0.9,
    draws: int = 200,
    seed: int = 0,
) -> Calibrator:
    """Fit on scores given to rows of windows that the scorer had not seen (all one entry per row).

    Targets are drawn in a little, to (n1 + 1) / (n1 + 2) and 1 / (n0 + 2), which keeps the line
    finite with few or no rows of an outcome (Platt 1999). When scores are constant or rank the
    wrong way, everyone gets the base rate. A score that is a ``log_odds`` keeps its slope unless
    the rows are sure of another (``platt.drawn_in``). ``blocks`` are redrawn together.
    """
    scores, outcomes = checked(score, outcome)
    if len(scores) == 0:
        raise PlanError(
            "No earlier window was scored, so nothing can be calibrated.",
            "Leave the first test window without probabilities.",
        )
    line = platt_line(scores, outcomes, blocks, log_odds)
    chance = expit(line.intercept + line.slope * (scores - line.centre) / line.spread)
    group, dispersion = _dispersion(scores, chance, outcomes, windows)
    block_count = len(line.free.gradients)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(block_count, np.full(block_count, 1 / block_count), size=draws)
    return Calibrator(
        centre=line.centre,
        spread=line.spread,
        lowest=float(scores.min()),
        highest=float(scores.max()),
        intercept=line.intercept,
        slope=line.slope,
        lines=line.lines(times),
        group=group,
        dispersion=dispersion,
        level=level,
    )


def _dispersion(
    score: Array, chance: Array, outcome: Array, windows: npt.ArrayLike
) -> tuple[float, float]:
    """Rows in a tenth of a window, and Pearson's X² over its degrees of freedom (at least 1)."""
    rows = pd.DataFrame({"score": score, "p": chance, "y": outcome, "window": np.asarray(windows)})
    rows["tenth"] = rows.groupby("window")["score"].transform(equal_mass_bins)
    rows["variance"] = rows["p"] * (1 - rows["p"])
    sums = rows.groupby(["window", "tenth"])[["p", "y", "variance"]].sum()
    pearson = ((sums["y"] - sums["p"]) ** 2 / sums["variance"]).sum()
    freedom = len(sums) - 2
    return len(rows) / len(sums), float(max(1.0, pearson / freedom)) if freedom > 0 else 1.0


def realised_coverage(
    low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike, groups: npt.ArrayLike
) -> float:
    """Share of the groups whose observed share lies within their mean low and mean high."""
    rows = pd.DataFrame({"low": np.asarray(low), "high": np.asarray(high), "y": outcome})
    means = rows.groupby(np.asarray(groups)).mean()
    if means.empty or means.isna().to_numpy().any():
        raise PlanError(
            "Coverage needs a low, a high and an outcome for every row.",
            "Leave out rows that have no probability.",
        )
    return float(means["y"].between(means["low"], means["high"]).mean())
