"""Where a daily series is heading: the middle of a forecast, made at every day from days before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.ties import Array

WEEK = 7
# A value is carried over a gap of at most this many days.
CARRIED = 7
_NOISE_OVER = 28


@dataclass(frozen=True)
class Path:
    """What is expected, as seen from each day.

    ``center``: shape (days, horizons), the middle seen from a day for so many days after it;
    ``trend``: shape (days,), the expected growth per day as a share. Row t uses no value after
    day t; missing where too little was known.
    """

    center: Array
    trend: Array


def filled(values: Array) -> Array:
    """The values with short gaps closed by the value before; leading gaps stay."""
    return np.asarray(pd.Series(values).ffill(limit=CARRIED).to_numpy(dtype=float))


def same_weekday(values: Array, horizons: Sequence[int]) -> Path:
    """The last known value of the same weekday as the day that is forecast."""
    held = filled(values)
    center = np.column_stack([shifted(held, -h % WEEK) for h in horizons])
    return Path(center, np.zeros(len(held)))


def average_week(values: Array, horizons: Sequence[int]) -> Path:
    """The average of the last seven days, for every day ahead."""
    held = filled(values)
    mean = pd.Series(held).rolling(WEEK, min_periods=WEEK).mean().to_numpy()
    return Path(np.repeat(mean[:, None], len(horizons), axis=1), np.zeros(len(held)))


def damped_trend(
    values: Array,
    horizons: Sequence[int],
    *,
    over: int,
    doubt: float,
    damping: float = 0.9,
    weekday: float = 0.7,
    fresh: float = 0.5,
) -> Path:
    """The week's level on the log scale, its growth over ``over`` days, and the weekday.

    The growth is that between the average of the last seven days and that of ``over`` days
    before. It is drawn towards zero as far as noise alone would explain it: times
    max(0, 1 - ``doubt`` * variance of the growth / growth squared), the positive-part rule of
    James and Stein. It fades by ``damping`` per day ahead (Gardner and McKenzie 1985). Of what
    the weekday was off the level in the last four weeks the share ``weekday`` is expected again,
    and the share ``fresh`` of what the last day was off beyond its weekday.
    """
    z = np.log1p(filled(values))
    level = pd.Series(z).rolling(WEEK, min_periods=WEEK).mean().to_numpy()
    growth = (level - shifted(level, over)) / over
    variance = 2 * _noise(z) ** 2 / (WEEK * over**2)
    sure = 1 - doubt * variance / np.maximum(growth**2, 1e-12)
    growth = growth * np.clip(sure, 0, 1)
    now = level + growth * (WEEK - 1) / 2
    usual = _weekday(z - now)
    last = now + fresh * (z - now - usual)
    columns = []
    for h in horizons:
        grown = growth * (damping ** np.arange(1, h + 1)).sum()
        columns.append(np.expm1(last + grown + weekday * shifted(usual, -h % WEEK)))
    return Path(np.maximum(np.column_stack(columns), 0), growth)


def _weekday(off: Array) -> Array:
    """The average of a day's deviation and those of the same weekday in the three weeks before."""
    weeks = [shifted(off, WEEK * i) for i in range(4)]
    return np.asarray(pd.DataFrame(np.column_stack(weeks)).mean(axis=1).to_numpy())


def blended(paths: Sequence[Path], weights: Sequence[float]) -> Path:
    """The weighted geometric mean of several paths (of one more than the value, for zeros)."""
    share = np.asarray(weights, dtype=float) / np.sum(weights)
    center = sum(w * np.log1p(p.center) for w, p in zip(share, paths, strict=True))
    trend = sum(w * p.trend for w, p in zip(share, paths, strict=True))
    return Path(np.expm1(np.asarray(center)), np.asarray(trend))


def shifted(values: Array, days: int) -> Array:
    """Each day's value of so many days before; the first days are missing."""
    if days == 0:
        return values
    return np.concatenate([np.full(min(days, len(values)), np.nan), values[:-days]])


def ahead(values: Array, days: int) -> Array:
    """Each day's value of so many days after; the last days are missing."""
    return np.concatenate([values[days:], np.full(min(days, len(values)), np.nan)])


def _noise(z: Array) -> Array:
    """How much a day scatters around its weekday and the trend, over the last four weeks."""
    step = pd.Series(z - shifted(z, WEEK))
    rest = step - step.rolling(WEEK, min_periods=3).mean()
    around = (rest**2).rolling(_NOISE_OVER, min_periods=WEEK).mean()
    return np.asarray(np.sqrt(around / 2).to_numpy())
