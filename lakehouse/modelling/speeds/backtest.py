"""How well speeds would have been forecast on a last stretch, beside the last value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.bands import Bands, bands, restlessness
from lakehouse.modelling.speeds.boosted import BoostedSpeeds, between
from lakehouse.modelling.speeds.features import LAGS
from lakehouse.modelling.speeds.panel import Array, filled

HELD = 0.2  # share of what may be learnt from that is held back for the bands


def backtest(
    speeds: Array, near: Array, how: BoostedSpeeds, share: float = 0.2, level: float = 0.8
) -> pd.DataFrame:
    """rmse, mae, the same of the last value, and coverage, over the first 1, 2 ... steps ahead.

    The last ``share`` of the steps is forecast from every step of it whose last twelve lie in it
    too (the split of Zhao and others 2020, T-GCN); what is learnt ends before it, and the bands
    come from the last fifth of that. Index: steps ahead, of which the measures are over all up to
    that one. ``coverage`` is the share inside the bands of ``level``, ``width`` their mean width.
    Only speeds that were measured are judged.
    """
    values, imputed = filled(speeds)
    steps = max(how.ahead)
    known, n = int(len(values) * (1 - share)), len(values)
    around = _bands(speeds, near, how, known, level)
    at = np.arange(known + max(LAGS) - 1, n - 2)
    fitted = how.fit(values, imputed, near, known)
    made = between(values[at], fitted.middle(values, imputed, at), steps)
    restless = restlessness(values, at)
    error, last, inside, wide, told = [], [], [], [], []
    for step in range(1, steps + 1):
        to = np.minimum(at + step, n - 1)
        low, high = around[step - 1].ends(made[step - 1], restless)
        error.append(values[to] - made[step - 1])
        last.append(values[to] - values[at])
        inside.append((low <= values[to]) & (values[to] <= high))
        wide.append(high - low)
        told.append(~imputed[to])
    found = {}
    for step in range(1, steps + 1):
        # The published split drops the very last step.
        kept = np.stack(told[:step]) & (at + step < n - 1)[None, :, None]
        found[step] = {
            "rmse": np.sqrt(np.mean(np.stack(error[:step])[kept] ** 2)),
            "mae": np.mean(np.abs(np.stack(error[:step])[kept])),
            "last_rmse": np.sqrt(np.mean(np.stack(last[:step])[kept] ** 2)),
            "last_mae": np.mean(np.abs(np.stack(last[:step])[kept])),
            "coverage": np.stack(inside[:step])[kept].mean(),
            "width": np.stack(wide[:step])[kept].mean(),
        }
    return pd.DataFrame.from_dict(found, orient="index").rename_axis("steps")


def _bands(speeds: Array, near: Array, how: BoostedSpeeds, known: int, level: float) -> list[Bands]:
    """The bands of each step ahead from the last part of what may be learnt from."""
    held, steps = int(known * (1 - HELD)), max(how.ahead)
    values, imputed = filled(speeds[:known])
    fitted = how.fit(values, imputed, near, held)
    at = np.arange(held, known - steps)
    made = between(values[at], fitted.middle(values, imputed, at), steps)
    restless = restlessness(values, at)
    return [
        bands(values[at + step] - made[step - 1], ~imputed[at + step], restless, level)
        for step in range(1, steps + 1)
    ]
