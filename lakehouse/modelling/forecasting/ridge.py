"""Growth of a daily series by ridge regression on its own past, learnt anew every day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lakehouse.modelling.forecasting.paths import WEEK, Path, ahead, filled, shifted
from lakehouse.modelling.ties import Array

# What a person would guess before seeing anything: part of the growth of one and of two weeks
# lasts, and two fifths of an odd day even out.
GUESS = np.array([0.3, 0.3, 0.4])
_LEAST = 10
_HALF_LIFE = 60.0


def ridge(values: Array, horizons: Sequence[int], *, penalty: float) -> Path:
    """The log growth since the same weekday, drawn towards a guess (Hoerl and Kennard 1970).

    Regressed on the growth over one and two weeks and on how far that weekday was off the level,
    over the pairs known on the day; old ones fade with a half-life of 60 days.
    """
    z = np.log1p(filled(values))
    level = pd.Series(z).rolling(WEEK, min_periods=WEEK).mean().to_numpy()
    one = level - shifted(level, WEEK)
    two = (level - shifted(level, 2 * WEEK)) / 2
    now = level + one / WEEK * (WEEK - 1) / 2
    columns = []
    for h in horizons:
        base = shifted(z, -h % WEEK)
        rows = np.column_stack([one, two, now - one / WEEK * (-h % WEEK) - base])
        growth = ahead(np.log1p(values), h) - base
        columns.append(np.expm1(base + _learnt(rows, growth, h, penalty)))
    return Path(np.maximum(np.column_stack(columns), 0), one / WEEK)


def _learnt(rows: Array, growth: Array, h: int, penalty: float) -> Array:
    """What the regression known on each day says for that day, shape (days,)."""
    said = rows @ GUESS
    rest, whole = growth - said, np.isfinite(growth + said)
    for t in np.flatnonzero(np.isfinite(said)):
        seen = np.flatnonzero(whole[: max(t - h + 1, 0)])
        if len(seen) < _LEAST:
            continue
        X, weight = rows[seen], 0.5 ** ((t - h - seen) / _HALF_LIFE)
        squares = X.T @ (X * weight[:, None]) + penalty * 0.2 * np.eye(X.shape[1])
        said[t] += rows[t] @ np.linalg.solve(squares, X.T @ (weight * rest[seen]))
    return np.asarray(said)
