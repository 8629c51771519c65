"""How much of a calibration slope is luck, when the calibrators were fitted on few rows too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import expit

from lakehouse.modelling.bootstrap import Weights, block_weights, week_blocks
from lakehouse.modelling.logistic_line import fit_line, log_odds
from lakehouse.modelling.platt import platt_line
from lakehouse.modelling.ties import Array

HELD = 50_000  # numbers of one kind at a time
Redrawn = tuple[Array, Array, Weights]  # log-odds (draws, rows), outcome (rows,), weights


def refit_spread(
    rows: pd.DataFrame, draws: int, seed: int, log_odds_score: bool = False
) -> tuple[float, float]:
    """Standard error of the calibration intercept and slope over all windows of one candidate.

    Whole ISO weeks are drawn again; each draw refits every window's calibrator on the earlier
    windows and then the calibration line, all by Newton steps from the fitted values. An interval
    that took the calibrators for certain would call sound probabilities wrong too often: in 13 of
    100 trials instead of 5, for a fixed score and six windows of 400 rows. Missing when the line
    has no slope.
    """
    judged = rows[rows["probability"].notna()]
    line = fit_line(log_odds(judged["probability"]), judged["outcome"].to_numpy(dtype=float))
    if line is None:
        return float("nan"), float("nan")
    weights = block_weights(week_blocks(rows["happened_on"]), draws, seed)
    redrawn = list(_windows(rows, weights, log_odds_score))
    beta = np.tile([line.intercept, line.slope], (draws, 1))
    for _ in range(2):
        beta = beta + _step(redrawn, beta)
    spread = np.nanstd(beta, axis=0)
    return float(spread[0]), float(spread[1])


def _windows(rows: pd.DataFrame, weights: Weights, log_odds_score: bool) -> Iterator[Redrawn]:
    score, outcome = (rows[name].to_numpy(dtype=float) for name in ("score", "outcome"))
    weeks = week_blocks(rows["happened_on"])
    last = rows.groupby("window")["happened_on"].transform("max")
    for window, part in rows[rows["probability"].notna()].groupby("window"):
        known, here = np.flatnonzero(last < window), rows.index.get_indexer(part.index)
        if len(known) == 0:
            # Probabilities that no earlier window of these rows made are taken as they are.
            given = log_odds(part["probability"])
            yield np.tile(given, (len(weights), 1)), outcome[here], weights[:, here]
            continue
        line = platt_line(score[known], outcome[known], weeks[known], log_odds_score)
        # Gradients come in the order of the weeks' numbers: give each the times it was drawn.
        first = known[np.unique(weeks[known], return_index=True)[1]]
        lines = line.lines(weights[:, first])
        seen = np.clip(score[here], score[known].min(), score[known].max())
        x = lines[:, [0]] + lines[:, [1]] * (seen - line.centre) / line.spread
        yield x, outcome[here], weights[:, here]


def _step(redrawn: list[Redrawn], beta: Array) -> Array:
    sums = np.zeros((len(beta), 5))
    for x, outcome, weights in redrawn:
        # A few draws at a time stay in the processor's own memory.
        few = max(1, HELD // max(len(outcome), 1))
        for start in range(0, len(beta), few):
            part = slice(start, start + few)
            sums[part] += _sums(x[part], outcome, weights[part], beta[part])
    g, h, a, b, c = sums.T
    area = a * c - b * b
    # A draw in which every calibrator is flat has no slope to tell.
    area = np.where(area > 1e-12 * np.maximum(a * c, 1e-300), area, np.nan)
    return np.column_stack([(c * g - b * h) / area, (a * h - b * g) / area])


def _sums(x: Array, outcome: Array, weights: Weights, beta: Array) -> Array:
    """Of each draw the gradient and the information of its line, (draws, 2 + 3)."""
    chance = expit(beta[:, [0]] + beta[:, [1]] * x)
    error, mass = weights * (outcome - chance), weights * chance * (1 - chance)
    times_x = mass * x
    return np.column_stack(
        [
            error.sum(axis=1),
            np.einsum("ij,ij->i", error, x),
            mass.sum(axis=1),
            times_x.sum(axis=1),
            np.einsum("ij,ij->i", times_x, x),
        ]
    )
