"""How good quantiles were: pinball loss, coverage, and the middle against last week's value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lakehouse.modelling.forecasting.paths import WEEK, ahead
from lakehouse.modelling.ties import Array

CRPS_LEVELS = 200
BANDS = {"coverage_90_percent": (0.05, 0.95), "coverage_50_percent": (0.25, 0.75)}


def pinball(values: Array, quantiles: Array, levels: Sequence[float]) -> Array:
    """The pinball loss averaged over the quantiles, shape (rows,); missing where anything is.

    Koenker and Bassett 1978. Half of the weighted interval score of the same quantiles
    (Bracher and others 2021).
    """
    level = np.asarray(levels, dtype=float)
    gap = values[:, None] - quantiles
    return np.asarray(np.maximum(level * gap, (level - 1) * gap).mean(axis=1))


def crps(values: Array, quantiles: Array, levels: Sequence[float]) -> Array:
    """The continuous ranked probability score, shape (rows,); missing where anything is.

    Twice the pinball loss integrated over all levels (Gneiting and Ranjan 2011), with quantiles
    drawn linearly between those given and flat beyond the outermost.
    """
    every = (np.arange(CRPS_LEVELS) + 0.5) / CRPS_LEVELS
    given = np.eye(len(levels))
    between = np.array([np.interp(every, levels, one) for one in given])
    return 2 * pinball(values, quantiles @ between, tuple(every))


def covered(values: Array, quantiles: Array, levels: Sequence[float]) -> dict[str, Array]:
    """Whether each value lies in the 90 % and in the 50 % band, where these are given; 0 or 1."""
    place = {round(level, 6): i for i, level in enumerate(levels)}
    found = {}
    for name, (low, high) in BANDS.items():
        if low in place and high in place:
            inside = quantiles[:, place[low]] <= values
            inside &= values <= quantiles[:, place[high]]
            found[name] = inside.astype(float)
    return found


def weekly_step(values: Array) -> float:
    """The mean absolute change to the same weekday of the next week: what errors are divided by.

    The scale of MASE with season 7 (Hyndman and Koehler 2006); 1 where a series never changes.
    """
    step = np.abs(ahead(values, WEEK) - values)
    return float(np.nanmean(step)) or 1.0 if np.isfinite(step).any() else 1.0


def judged_rows(
    values: Array, made: Array, horizon: int, levels: Sequence[float], days: pd.DatetimeIndex
) -> pd.DataFrame:
    """One row per origin: origin, value, losses (plain and scaled) and the coverages.

    ``made`` has shape (days, quantiles), for ``horizon`` days after each day. Rows whose value or
    quantiles are missing stay, with a missing loss.
    """
    value, scale = ahead(values, horizon), weekly_step(values)
    loss, ranked = pinball(value, made, levels), crps(value, made, levels)
    middle = made[:, list(levels).index(0.5)]
    columns = {
        "origin": days,
        "value": value,
        "loss": loss,
        "scaled_loss": loss / scale,
        "crps": ranked,
        "scaled_crps": ranked / scale,
        "scaled_error": np.abs(value - middle) / scale,
        **covered(value, made, levels),
    }
    return pd.DataFrame(columns)
